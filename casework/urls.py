"""URLs of acts on a whole case."""

from django.urls import path

from casework.views import closing, protection, referral_protection

urlpatterns = [
    path("arenden/<int:pk>/avsluta", closing.close_case_page, name="close_case"),
    path("arenden/<int:pk>/skydd", protection.case_protection, name="case_protection"),
    path("remisser/<int:pk>/skydd", referral_protection.referral_protection, name="referral_protection"),
]
