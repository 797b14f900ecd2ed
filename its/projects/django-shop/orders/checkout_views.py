"""Ordering several products at once."""

from django.contrib.auth.decorators import login_required
from django.core.mail import send_mail
from django.http import HttpResponse, JsonResponse

from catalogue.models import Product
from orders.models import Order, OrderLine
from orders.tasks import delete_abandoned_orders


@login_required
def checkout(request):
    wanted = request.POST.getlist("product")
    voucher = request.POST.get("voucher", "")
    if not wanted:
        return HttpResponse("Your cart is empty", status=400)
    if len(wanted) > 50:
        return HttpResponse("Please order by phone", status=400)
    products = {str(product.pk): product for product in Product.objects.filter(pk__in=wanted)}
    total = 0
    weight = 0
    missing = []
    for number in wanted:
        product = products.get(number)
        if product is None:
            missing.append(number)
            continue
        total += product.price
        weight += 1
    if missing:
        return JsonResponse({"missing": missing}, status=400)
    if voucher == "SUMMER":
        total -= 5
    elif voucher == "WINTER":
        total -= 10
    if total < 0:
        total = 0
    order = Order(customer=request.user)
    order.save()
    lines = []
    for product in products.values():
        line = OrderLine(order=order, product=product)
        line.quantity = wanted.count(str(product.pk))
        lines.append(line)
    OrderLine.objects.bulk_create(lines)
    send_mail("Your order", f"You pay {total}", None, [request.user.email])
    delete_abandoned_orders.delay()
    answer = {"order": order.pk}
    if weight > 20:
        answer["note"] = "We deliver in two parcels"
    return JsonResponse(answer)
