"""The product's URLs, with the bare views and the peer beside them."""

from django.urls import path

from jobbtorg.urls import handler400, handler500  # noqa: F401
from jobbtorg.urls import urlpatterns as of_the_product
from tests.bench.bare.peer import site
from tests.bench.bare.views import bare_page

urlpatterns = [
    path("bar/<slug:name>", bare_page, name="bare"),
    path("bar/<slug:name>/<int:case>", bare_page, name="bare_case"),
    path("jamforelse/", site.urls),
    *of_the_product,
]
