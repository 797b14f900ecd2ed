from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import ListView, View

from reviews.models import Review


class ReviewList(ListView):
    queryset = Review.objects.filter(hidden=False).select_related("product")
    paginate_by = 20


class HiddenReviews(LoginRequiredMixin, ListView):
    queryset = Review.objects.filter(hidden=True).select_related("product")
    template_name = "reviews/hidden_list.html"


class HideReview(LoginRequiredMixin, View):
    def post(self, request, pk):
        review = get_object_or_404(Review, pk=pk, author=request.user)
        review.hidden = True
        review.save(update_fields=["hidden"])
        return HttpResponse(status=204)
