from django.urls import path

from entries.views import EntryCreate, EntryList

urlpatterns = [
    path("", EntryList.as_view(), name="entry-list"),
    path("write/", EntryCreate.as_view(), name="entry-create"),
]
