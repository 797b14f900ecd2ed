"""The screen in the entrance hall, an application of its own."""

from flask import Flask

kiosk = Flask("kiosk")
visitors = 0


@kiosk.get("/visitors")
def visitor():
    global visitors
    visitors += 1
    return {"number": visitors}
