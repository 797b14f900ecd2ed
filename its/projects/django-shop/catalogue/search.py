"""Finding products."""

from django.core.cache import cache
from django.shortcuts import redirect, render

from catalogue.models import Product


def search(request):
    query = request.GET.get("q", "")
    products = Product.objects.filter(name__icontains=query)
    products = products.order_by(request.GET.get("sort", "name"))
    return render(request, "catalogue/search.html", {"query": query, "products": products})


def partner(request):
    """Counts who leaves for the shop of a partner."""
    return redirect(request.GET["to"])


def newest(request):
    """One page of the newest products."""
    start = 20 * int(request.GET.get("page", "0"))
    products = Product.objects.order_by("-pk")[start : start + 20]
    return render(request, "catalogue/search.html", {"query": "", "products": products})


def remember(query, numbers):
    """Keeps what a search has found."""
    cache.set(f"search:{query}", numbers, timeout=None)
