"""Reviews for the mobile application."""

from rest_framework import serializers, viewsets

from reviews.models import Review


class ReviewSerializer(serializers.ModelSerializer):
    product = serializers.StringRelatedField()

    class Meta:
        model = Review
        fields = ["product", "stars", "text"]


class ReviewViewSet(viewsets.ReadOnlyModelViewSet):
    queryset = Review.objects.filter(hidden=False)
    serializer_class = ReviewSerializer
