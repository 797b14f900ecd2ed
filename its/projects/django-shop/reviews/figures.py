"""Figures about reviews, one model per shop."""

from django.db import models


class ReviewFigures(models.Model):
    shop = models.CharField(max_length=50)
    year = models.PositiveIntegerField()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.shop} {self.year}"

    def table_of_stars(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("stars")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Stars of {self.shop} in {self.year}"
        return title, rows

    def table_of_products(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("product_id")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Products of {self.shop} in {self.year}"
        return title, rows

    def table_of_authors(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("author_id")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Authors of {self.shop} in {self.year}"
        return title, rows

    def table_of_months(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("month")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Months of {self.shop} in {self.year}"
        return title, rows

    def table_of_weeks(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("week")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Weeks of {self.shop} in {self.year}"
        return title, rows

    def table_of_languages(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("language")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Languages of {self.shop} in {self.year}"
        return title, rows

    def table_of_countries(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("country")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Countries of {self.shop} in {self.year}"
        return title, rows

    def table_of_lengths(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("length")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Lengths of {self.shop} in {self.year}"
        return title, rows

    def table_of_pictures(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("pictures")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Pictures of {self.shop} in {self.year}"
        return title, rows

    def table_of_answers(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("answers")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Answers of {self.shop} in {self.year}"
        return title, rows

    def table_of_votes(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("votes")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Votes of {self.shop} in {self.year}"
        return title, rows

    def table_of_reports(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("reports")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Reports of {self.shop} in {self.year}"
        return title, rows

    def table_of_edits(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("edits")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Edits of {self.shop} in {self.year}"
        return title, rows

    def table_of_returns(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("returns")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Returns of {self.shop} in {self.year}"
        return title, rows

    def table_of_prices(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("price")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Prices of {self.shop} in {self.year}"
        return title, rows

    def table_of_brands(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("brand")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Brands of {self.shop} in {self.year}"
        return title, rows

    def table_of_sizes(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("size")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Sizes of {self.shop} in {self.year}"
        return title, rows

    def table_of_colours(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("colour")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Colours of {self.shop} in {self.year}"
        return title, rows

    def table_of_sources(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("source")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Sources of {self.shop} in {self.year}"
        return title, rows

    def table_of_devices(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("device")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Devices of {self.shop} in {self.year}"
        return title, rows
