"""Members who come to the desk."""

from library.members.models import Member


def member_at_desk(email, password):
    """Who shows up without a card."""
    member = Member.query.filter_by(email=email).first()
    return member if member is not None and member.check_password(password) else None
