"""Figures about reviews, one model per shop."""

from collections import Counter

from django.db import models


class ReviewFigures(models.Model):
    shop = models.CharField(max_length=50)
    year = models.PositiveIntegerField()

    class Meta:
        managed = False

    def __str__(self):
        return f"{self.shop} {self.year}"


def table(figures, reviews, column):
    """The title of a table and its rows: value, number of reviews and their share."""
    counted = Counter(review.get(column) for review in reviews)
    rows = [(key, number, number / counted.total()) for key, number in sorted(counted.items())]
    return f"{column} of {figures}", rows
