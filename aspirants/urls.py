"""URLs of a case's coach."""

from django.urls import path

from aspirants.views import coaches

urlpatterns = [
    path("arenden/<int:pk>/coach", coaches.assign_coach_page, name="assign_coach"),
]
