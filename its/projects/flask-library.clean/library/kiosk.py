"""The screen in the entrance hall, an application of its own."""

from flask import Blueprint, Flask
from redis import Redis

hall = Blueprint("hall", __name__)
redis = Redis()


@hall.get("/visitors")
def visitor():
    return {"number": redis.incr("visitors")}


def create_kiosk():
    kiosk = Flask("kiosk")
    kiosk.register_blueprint(hall)
    return kiosk
