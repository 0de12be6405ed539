"""URLs of this part."""

from django.urls import path

from organisation.lists import views as lists
from organisation.preferences.views import preferences
from organisation.sign_in.views import invitation

urlpatterns = [
    path("installningar", preferences, name="preferences"),
    path("konto/inbjudan/<str:uidb64>/<str:token>/", invitation, name="invitation"),
    path("vyer", lists.saved_views, name="saved_views"),
    path("vyer/spara", lists.saved_view_keep, name="saved_view_keep"),
    path("vyer/kolumner", lists.list_columns, name="list_columns"),
]
