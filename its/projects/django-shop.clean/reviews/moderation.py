"""Keeps reviews in order."""

from reviews.models import Review


def of_order(code):
    """The visible reviews of an order."""
    reviews = Review.objects.filter(order_code=code)
    return reviews.exclude(hidden=True)


def is_new(product):
    """Whether nobody has reviewed a product yet."""
    return not Review.objects.filter(product=product).exists()


def hide(review_ids):
    """Hides reviews from visitors."""
    Review.objects.filter(pk__in=review_ids).update(hidden=True)


def digest():
    """The newest reviews as lines of text."""
    visible = Review.objects.filter(hidden=False).select_related("product")
    newest = visible.order_by("-pk")[:50]
    return [f"{review.product.name}: {review.text}" for review in newest]
