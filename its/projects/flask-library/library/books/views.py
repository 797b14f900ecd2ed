import base64
import pickle
import subprocess
from os import path
from xml.etree import ElementTree

from flask import Blueprint, abort, redirect, render_template, request, send_file, url_for
from flask_login import current_user, login_required

from library.books.forms import BorrowForm
from library.books.lending import lend, may_borrow, take_back
from library.books.models import Book
from library.extensions import db

books = Blueprint("books", __name__)

PAGE_SIZE = 25


@books.get("/")
def book_list():
    page = request.args.get("page", default=1, type=int)
    shelf = db.paginate(db.select(Book).order_by(Book.title), page=page, per_page=PAGE_SIZE)
    return render_template("books/list.html", shelf=shelf)


@books.route("/books/<int:book_id>/borrow", methods=["GET", "POST"])
@login_required
def borrow(book_id):
    book = db.get_or_404(Book, book_id)
    form = BorrowForm()
    if form.validate_on_submit():
        borrowed = db.session.scalars(db.select(Book).filter_by(borrower_id=current_user.id)).all()
        if not may_borrow(current_user, borrowed):
            abort(403)
        lend(book, current_user)
        return redirect(url_for("books.book_list"))
    return render_template("books/borrow.html", book=book, form=form)


@books.post("/books/<int:book_id>/return")
@login_required
def give_back(book_id):
    take_back(db.get_or_404(Book, book_id), current_user)
    return redirect(url_for("books.book_list"))


@books.post("/books/<int:book_id>/lost")
def report_lost(book_id):
    db.session.delete(db.get_or_404(Book, book_id))
    db.session.commit()
    return redirect(url_for("books.book_list"))


@books.get("/books/search")
def search():
    title = request.args.get("title", "")
    found = db.session.execute(db.text("SELECT id, title FROM book WHERE title LIKE '%" + title + "%'"))
    return render_template("books/found.html", found=found)


@books.get("/books/scan")
def scan():
    return send_file(path.join("/srv/scans", request.args["name"]))


@books.get("/books/leave")
def leave():
    return redirect(request.args["to"])


@books.get("/books/shelf")
def shelf():
    wanted = pickle.loads(base64.b64decode(request.cookies["shelf"]))
    return render_template("books/shelf.html", wanted=wanted)


@books.get("/books/cover")
def cover():
    subprocess.run("convert cover.png -resize " + request.args["size"] + " small.png", shell=True)
    return send_file("small.png")


@books.get("/books/subject")
def subject():
    catalogue = ElementTree.parse("catalogue.xml")
    found = catalogue.findall(".//book[@subject='" + request.args["name"] + "']")
    return render_template("books/found.html", found=found)


@books.post("/books/<int:book_id>/photo")
@login_required
def add_photo(book_id):
    photo = request.files["photo"]
    photo.save(path.join("/srv/photos", photo.filename))
    return redirect(url_for("books.borrow", book_id=book_id))


@books.get("/books/greeting")
def greeting():
    return "<p>Welcome, " + request.args["name"] + "</p>"


@books.post("/api/books/<int:book_id>/note")
@login_required
def add_note(book_id):
    note = request.get_json()
    return {"book": book_id, "text": note["text"]}
