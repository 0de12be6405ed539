"""URLs of this part."""

from django.urls import path

from organisation.sign_in.views import invitation

urlpatterns = [path("konto/inbjudan/<str:uidb64>/<str:token>/", invitation, name="invitation")]
