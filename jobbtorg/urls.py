"""All URLs. Names are global; every view declares its access."""

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from jobbtorg.health import deep_health, health

handler400 = "jobbtorg.errors.bad_request"

urlpatterns = [
    path("", include("workbench.urls")),
    path("", include("referrals.urls")),
    path("", include("aspirants.urls")),
    path("", include("jobplans.urls")),
    path("", include("notices.urls")),
    path("", include("reports.urls")),
    path("", include("imports.urls")),
    path("halsa", health, name="health"),
    path("halsa/djup", deep_health, name="deep_health"),
    path("deep", deep_health, name="deep_health_by_its_other_name"),
    path("", include("organisation.urls")),
    path("konto/inloggningar/", include("allauth.usersessions.urls")),
    path("konto/", include("organisation.sign_in_urls")),
    path("konto/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
]
if settings.DEMO_MODE and apps.is_installed("jobbtorg.demo"):
    urlpatterns += [path("", include("jobbtorg.demo.urls"))]
