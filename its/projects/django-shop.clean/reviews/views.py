from django.views.generic import ListView

from reviews.models import Review


class ReviewList(ListView):
    queryset = Review.objects.filter(hidden=False).select_related("product")
    paginate_by = 20
