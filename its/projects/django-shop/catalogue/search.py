"""Finding products."""

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
