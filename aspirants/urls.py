"""URLs of a case's coach, and of who stands in for a coach."""

from django.urls import path

from aspirants.views import coaches, deputies

urlpatterns = [
    path("arenden/<int:pk>/coach", coaches.assign_coach_page, name="assign_coach"),
    path("coacher/<int:pk>/ersattare", deputies.deputies, name="deputies"),
]
