from flask_wtf import FlaskForm
from wtforms import SubmitField


class BorrowForm(FlaskForm):
    submit = SubmitField("Borrow")
