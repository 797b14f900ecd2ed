"""Papers that belong to orders."""

from django.db import models


class DeliveryNote(models.Model):
    """What was sent."""

    number = models.CharField(max_length=20)
    scan = models.FileField(upload_to="notes/")

    def __str__(self):
        return self.number
