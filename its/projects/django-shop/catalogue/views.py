from django.views.generic import DetailView, ListView

from catalogue.models import Product


class ProductList(ListView):
    queryset = Product.objects.filter(in_stock__gt=0)
    paginate_by = 24
    template_name = "catalogue/product_list.html"


class ProductDetail(DetailView):
    model = Product
    template_name = "catalogue/product_detail.html"
