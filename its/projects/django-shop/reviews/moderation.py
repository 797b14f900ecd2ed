"""Keeps reviews in order."""

from reviews.models import Review


def of_order(code):
    """The visible reviews of an order."""
    reviews = Review.objects.filter(order_code=code)
    reviews.exclude(hidden=True)
    return reviews


def is_new(product):
    """Whether nobody has reviewed a product yet."""
    return not Review.objects.filter(product=product)


def hide(review_ids):
    """Hides reviews from visitors."""
    for review_id in review_ids:
        review = Review.objects.get(pk=review_id)
        review.hidden = True
        review.save()


def digest():
    """The newest reviews as lines of text."""
    newest = Review.objects.filter(hidden=False).order_by("-pk")[:50]
    return [f"{review.product.name}: {review.text}" for review in newest]
