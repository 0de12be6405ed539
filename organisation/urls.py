"""URLs of this part."""

from django.urls import path

from organisation.preferences.views import preferences
from organisation.sign_in.views import invitation

urlpatterns = [
    path("installningar", preferences, name="preferences"),
    path("konto/inbjudan/<str:uidb64>/<str:token>/", invitation, name="invitation"),
]
