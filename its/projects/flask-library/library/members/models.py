import hashlib

from flask_login import UserMixin
from werkzeug.security import check_password_hash

from library.extensions import db, login_manager


class Member(UserMixin, db.Model):
    id = db.Column(db.Integer, primary_key=True)
    email = db.Column(db.String(254), unique=True, nullable=False)
    password_hash = db.Column(db.String(200), nullable=False)

    def check_password(self, password):
        return check_password_hash(self.password_hash, password)


@login_manager.user_loader
def load_member(member_id):
    return db.session.get(Member, int(member_id))


def card_hash(password):
    """What a library card stores."""
    return hashlib.sha256(password.encode()).hexdigest()
