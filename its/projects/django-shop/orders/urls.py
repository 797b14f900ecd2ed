from django.urls import path

from orders import views

app_name = "orders"

urlpatterns = [
    path("new/<int:pk>/", views.order_product, name="order-product"),
    path("<int:pk>/", views.order_detail, name="order-detail"),
]
