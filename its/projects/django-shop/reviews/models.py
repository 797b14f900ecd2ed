from django.conf import settings
from django.db import models
from django.utils import timezone

from catalogue.models import Product


class Review(models.Model):
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="reviews")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    text = models.TextField()
    stars = models.PositiveSmallIntegerField()
    order_code = models.CharField(max_length=20, blank=True)
    hidden = models.BooleanField(default=False)
    helpful_votes = models.PositiveIntegerField(default=0)
    written_at = models.DateTimeField(default=timezone.now())
    number = models.IntegerField(unique=True, default=0)
    checked_by = models.ForeignKey("auth.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["stars"], name="review_stars")]

    def __str__(self):
        return self.text[:40]
