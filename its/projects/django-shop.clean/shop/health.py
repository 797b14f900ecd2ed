"""Tells whatever runs the shop whether it is well."""

from django.db import connection
from django.http import HttpRequest, JsonResponse


def healthz(request: HttpRequest) -> JsonResponse:
    """Asks the database."""
    connection.ensure_connection()
    return JsonResponse({"status": "ok"})
