from django.urls import include, path

from guestbook.health import live

urlpatterns = [path("healthz/", live), path("", include("entries.urls"))]
