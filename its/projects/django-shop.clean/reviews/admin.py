from django.contrib import admin

from reviews.models import Review


@admin.register(Review)
class ReviewAdmin(admin.ModelAdmin):
    list_display = ["stars", "hidden", "product_name"]
    list_filter = ["hidden"]
    list_select_related = ["product"]

    @admin.display(description="product")
    def product_name(self, review):
        return review.product.name
