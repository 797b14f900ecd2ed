from django.urls import reverse_lazy
from django.views.generic import CreateView, ListView

from entries.models import Entry


class EntryList(ListView):
    model = Entry
    paginate_by = 50


class EntryCreate(CreateView):
    model = Entry
    fields = ["name", "text"]
    success_url = reverse_lazy("entry-list")
