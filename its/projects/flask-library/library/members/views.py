from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import login_required, login_user, logout_user

from library.extensions import db
from library.members.forms import LoginForm
from library.members.models import Member

members = Blueprint("members", __name__)


@members.route("/login", methods=["GET", "POST"])
def login():
    form = LoginForm()
    if form.validate_on_submit():
        member = db.session.scalar(db.select(Member).filter_by(email=form.email.data))
        if member is not None and member.check_password(form.password.data):
            login_user(member, remember=True)
            return redirect(url_for("books.book_list"))
        flash("E-mail or password are wrong.")
    return render_template("members/login.html", form=form)


@members.post("/logout")
@login_required
def logout():
    logout_user()
    return redirect(url_for("books.book_list"))
