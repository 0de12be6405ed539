"""URLs of this part."""

from django.urls import URLPattern, path

from reports import views

urlpatterns: list[URLPattern] = [
    path("statistik", views.statistics, name="statistics"),
    path("statistik/csv", views.statistics_csv, name="statistics_csv"),
    path("statistik/frister", views.standing, name="standing"),
    path("statistik/frister/fil", views.standing_file, name="standing_file"),
]
