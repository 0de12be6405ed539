"""URLs of acts on a whole case."""

from django.urls import path

from casework.views import closing, protection, referral_protection, support_units, transfers

urlpatterns = [
    path("arenden/<int:pk>/avsluta", closing.close_case_page, name="close_case"),
    path("arenden/<int:pk>/skydd", protection.case_protection, name="case_protection"),
    path("arenden/<int:pk>/flytta", transfers.transfer_case, name="transfer_case"),
    path("arenden/<int:pk>/flytta/ta-tillbaka", transfers.transfer_take_back, name="transfer_take_back"),
    path("arenden/<int:pk>/forsorjningsstodsenhet", support_units.support_unit, name="support_unit"),
    path("remisser/flyttar/<int:pk>/", transfers.transfer, name="transfer"),
    path("remisser/flyttar/<int:pk>/skicka-tillbaka", transfers.transfer_return, name="transfer_return"),
    path("remisser/<int:pk>/skydd", referral_protection.referral_protection, name="referral_protection"),
]
