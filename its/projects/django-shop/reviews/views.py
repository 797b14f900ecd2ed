from django.views.generic import ListView

from reviews.models import Review


class ReviewList(ListView):
    queryset = Review.objects.filter(hidden=False)
    paginate_by = 20
