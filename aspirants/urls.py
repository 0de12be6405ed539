"""URLs of a case's coach, of who stands in for a coach, of corrections, and of *Ångra*."""

from django.urls import path

from aspirants.views import corrections, deputies

urlpatterns = [
    path("coacher/<int:pk>/ersattare", deputies.deputies, name="deputies"),
    path("arenden/<int:pk>/ratta", corrections.correct_in_case, name="correct_in_case"),
    path("arenden/<int:pk>/fel-person", corrections.wrong_person, name="wrong_person"),
    path("angra", corrections.undo, name="undo"),
]
