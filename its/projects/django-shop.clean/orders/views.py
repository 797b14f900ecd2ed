from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.models import Product
from catalogue.stock import OutOfStock
from orders.forms import OrderForm
from orders.models import Order
from orders.services import place_order


@login_required
@require_http_methods(["GET", "POST"])
def order_product(request, pk):
    product = get_object_or_404(Product, pk=pk)
    form = OrderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            order = place_order(request.user, [(product, form.cleaned_data["quantity"])])
        except OutOfStock as error:
            messages.error(request, str(error))
        else:
            return redirect("orders:order-detail", pk=order.pk)
    return render(request, "orders/order_product.html", {"form": form, "product": product})


@login_required
@require_safe
def order_detail(request, pk):
    orders = Order.objects.prefetch_related("lines__product")
    order = get_object_or_404(orders, pk=pk, customer=request.user)
    return render(request, "orders/order_detail.html", {"order": order})
