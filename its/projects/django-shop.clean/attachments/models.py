"""Papers that belong to orders."""

from django.db import models
from django.db.models.signals import post_delete
from django.dispatch import receiver


class DeliveryNote(models.Model):
    """What was sent."""

    number = models.CharField(max_length=20)
    scan = models.FileField(upload_to="notes/")

    def __str__(self):
        return self.number


@receiver(post_delete, sender=DeliveryNote)
def delete_scan(sender, instance, **kwargs):
    """Deletes the file with the row."""
    instance.scan.delete(save=False)
