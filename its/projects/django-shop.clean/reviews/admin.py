from django.contrib import admin
from django.utils.html import format_html

from reviews.models import Review


@admin.register(Review)
class ReviewAdmin(admin.ModelAdmin):
    list_display = ["stars", "hidden", "product_name", "quote"]
    list_filter = ["hidden"]
    list_select_related = ["product"]

    @admin.display(description="product")
    def product_name(self, review):
        return review.product.name

    @admin.display(description="text")
    def quote(self, review):
        return format_html("<q>{}</q>", review.text)
