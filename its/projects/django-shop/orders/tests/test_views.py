from django.contrib.auth import get_user_model
from django.test import TestCase
from django.urls import reverse

from catalogue.models import Product


class OrderProductTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.customer = get_user_model().objects.create_user("customer")
        cls.product = Product.objects.create(name="Lamp", price=20, in_stock=3)

    def test_order_is_placed_and_stock_reserved(self):
        self.client.force_login(self.customer)
        url = reverse("orders:order-product", args=[self.product.pk])
        response = self.client.post(url, {"quantity": 2}, follow=True)
        self.assertContains(response, "2 x Lamp")
        self.product.refresh_from_db()
        self.assertEqual(self.product.in_stock, 1)
