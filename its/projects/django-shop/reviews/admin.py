from django.contrib import admin
from django.http import JsonResponse
from django.urls import path
from django.utils.html import format_html

from reviews.models import Review


@admin.register(Review)
class ReviewAdmin(admin.ModelAdmin):
    list_display = ["stars", "hidden", "product_name", "quote"]
    list_filter = ["hidden"]

    @admin.display(description="product")
    def product_name(self, review):
        return review.product.name

    @admin.display(description="text")
    def quote(self, review):
        return format_html(f"<q>{review.text}</q>")

    @admin.action(description="Remove the selected reviews")
    def remove(self, request, queryset):
        queryset.delete()

    def get_urls(self):
        return [path("export/", self.export, name="reviews-export")] + super().get_urls()

    def export(self, request):
        return JsonResponse({"texts": list(Review.objects.values_list("text", flat=True)[:1000])})
