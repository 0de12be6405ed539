"""URLs of notices."""

from django.urls import path

from notices import views

urlpatterns = [
    path("notiser", views.notice_list, name="notices"),
    path("notiser/installningar", views.notice_settings, name="notice_settings"),
    path("notiser/lasta", views.notices_read, name="notices_read"),
    path("notiser/<int:pk>", views.notice_open, name="notice_open"),
    path("notiser/<int:pk>/last", views.notice_read, name="notice_read"),
]
