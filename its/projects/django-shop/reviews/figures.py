"""Figures about reviews, one model per shop."""

from django.db import models


class ReviewFigures(models.Model):
    shop = models.CharField(max_length=50)
    year = models.PositiveIntegerField()

    class Meta:
        managed = False

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

    def table_of_sizes(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("size")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Sizes of {self.shop} in {self.year}"
        return title, rows

    def table_of_materials(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("material")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Materials of {self.shop} in {self.year}"
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

    def table_of_cities(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("city")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Cities of {self.shop} in {self.year}"
        return title, rows

    def table_of_regions(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("region")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Regions of {self.shop} in {self.year}"
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

    def table_of_languages(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("language")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Languages of {self.shop} in {self.year}"
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

    def table_of_weekdays(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("weekday")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Weekdays of {self.shop} in {self.year}"
        return title, rows

    def table_of_hours(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("hour")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Hours of {self.shop} in {self.year}"
        return title, rows

    def table_of_ages(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("age")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Ages of {self.shop} in {self.year}"
        return title, rows

    def table_of_genders(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("gender")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Genders of {self.shop} in {self.year}"
        return title, rows

    def table_of_channels(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("channel")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Channels of {self.shop} in {self.year}"
        return title, rows

    def table_of_campaigns(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("campaign")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Campaigns of {self.shop} in {self.year}"
        return title, rows

    def table_of_coupons(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("coupon")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Coupons of {self.shop} in {self.year}"
        return title, rows

    def table_of_discounts(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("discount")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Discounts of {self.shop} in {self.year}"
        return title, rows

    def table_of_carriers(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("carrier")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Carriers of {self.shop} in {self.year}"
        return title, rows

    def table_of_parcels(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("parcel")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Parcels of {self.shop} in {self.year}"
        return title, rows

    def table_of_returns(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("return")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Returns of {self.shop} in {self.year}"
        return title, rows

    def table_of_sellers(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("seller")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Sellers of {self.shop} in {self.year}"
        return title, rows

    def table_of_editors(self, reviews):
        counted = {}
        for review in reviews:
            key = review.get("editor")
            counted[key] = counted.get(key, 0) + 1
        total = sum(counted.values())
        rows = [(key, number, number / total) for key, number in sorted(counted.items())]
        title = f"Editors of {self.shop} in {self.year}"
        return title, rows
