from library.extensions import db
from library.members.models import Member


class Book(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String(200), nullable=False)
    replacement_cost = db.Column(db.Numeric(10, 2), nullable=False)
    borrower_id = db.Column(db.ForeignKey("member.id"), index=True)
    borrower = db.relationship(Member)
