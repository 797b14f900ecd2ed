from django.test import TestCase

from entries.models import Entry


class EntryListTest(TestCase):
    def test_shows_an_entry(self):
        Entry.objects.create(name="Visitor", text="A lovely place.")
        response = self.client.get("/")
        self.assertContains(response, "A lovely place.")
