"""Reviews for the mobile application."""

from rest_framework import generics, permissions, serializers, viewsets

from reviews.models import Review


class ReviewSerializer(serializers.ModelSerializer):
    product = serializers.StringRelatedField()

    class Meta:
        model = Review
        fields = ["product", "stars", "text"]


class ReviewViewSet(viewsets.ReadOnlyModelViewSet):
    queryset = Review.objects.filter(hidden=False).select_related("product")
    serializer_class = ReviewSerializer


class ReviewEntrySerializer(serializers.ModelSerializer):
    class Meta:
        model = Review
        fields = ["product", "stars", "text"]


class ReviewEntries(generics.CreateAPIView, generics.UpdateAPIView):
    permission_classes = [permissions.IsAuthenticated]
    serializer_class = ReviewEntrySerializer

    def perform_create(self, serializer):
        serializer.save(author=self.request.user)

    def get_queryset(self):
        return Review.objects.filter(author=self.request.user)
