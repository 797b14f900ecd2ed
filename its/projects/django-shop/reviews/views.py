from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import ListView, View

from reviews.models import Review


class ReviewList(ListView):
    queryset = Review.objects.filter(hidden=False)
    paginate_by = 20


class HiddenReviews(ListView, LoginRequiredMixin):
    queryset = Review.objects.filter(hidden=True).select_related("product")
    template_name = "reviews/hidden_list.html"


@method_decorator(csrf_exempt, name="dispatch")
class HideReview(LoginRequiredMixin, View):
    def post(self, request, pk):
        review = get_object_or_404(Review, pk=pk, author=request.user)
        review.hidden = True
        review.save(update_fields=["hidden"])
        return HttpResponse(status=204)
