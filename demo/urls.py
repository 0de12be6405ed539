"""URLs of the demo; included in demo mode only."""

from django.urls import path

from demo.views import demo_sign_in

urlpatterns = [path("demo/logga-in/<int:pk>", demo_sign_in, name="demo_sign_in")]
