"""All URLs. Names are global; every view declares its access."""

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from jobbtorg.health.views import deep_health, health
from jobbtorg.well_known.security_txt import security_txt

handler400 = "jobbtorg.errors.bad_request"
handler404 = "jobbtorg.errors.not_found"
handler500 = "jobbtorg.errors.server_error"

urlpatterns = [
    *(
        path("", include(f"{app}.urls"))
        for app in (
            "workbench",
            "oversight",
            "reports",
            "imports",
            "casework",
            "referrals",
            "activities",
            "jobplans",
            "meetings",
            "deadlines",
            "aspirants",
            "notices",
        )
    ),
    path("halsa", health, name="health"),
    path("halsa/djup", deep_health, name="deep_health"),
    path("deep", deep_health, name="deep_health_by_its_other_name"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("", include("organisation.urls")),
    path("konto/inloggningar/", include("allauth.usersessions.urls")),
    path("konto/", include("organisation.sign_in.urls")),
    path("konto/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
]
if settings.DEMO_MODE and apps.is_installed("demo"):
    urlpatterns += [path("", include("demo.urls"))]
