from django.urls import path

from reviews import views

app_name = "reviews"

urlpatterns = [
    path("", views.ReviewList.as_view(), name="review-list"),
    path("hidden/", views.HiddenReviews.as_view(), name="hidden-reviews"),
    path("<int:pk>/hide/", views.HideReview.as_view(), name="hide-review"),
]
