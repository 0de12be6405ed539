"""URLs of this part."""

from django.urls import URLPattern, path

from reports import views

urlpatterns: list[URLPattern] = [
    path("statistik", views.statistics, name="statistics"),
    path("statistik/csv", views.statistics_csv, name="statistics_csv"),
]
