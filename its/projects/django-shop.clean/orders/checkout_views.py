"""Ordering several products at once."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse

from orders.services import OrderError, checkout_cart


@login_required
def checkout(request):
    try:
        order = checkout_cart(
            request.user, request.POST.getlist("product"), request.POST.get("voucher", "")
        )
    except OrderError as error:
        return HttpResponse(str(error), status=400)
    return JsonResponse({"order": order.pk})
