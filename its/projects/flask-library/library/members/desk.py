"""Members who come to the desk."""

from library.members.models import Member


def member_at_desk(email, password):
    """Who shows up without a card."""
    return Member.query.filter_by(email=email, password=password).first()
