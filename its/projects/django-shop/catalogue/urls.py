from django.urls import path

from catalogue import search, views

app_name = "catalogue"

urlpatterns = [
    path("", views.ProductList.as_view(), name="product-list"),
    path("products/<int:pk>/", views.ProductDetail.as_view(), name="product-detail"),
    path("search/", search.search, name="search"),
    path("partner/", search.partner, name="partner"),
]
