"""URLs of acts on a whole case."""

from django.urls import path

from casework.views import closing, closures, protection, referral_protection

urlpatterns = [
    path("arenden/<int:pk>/avsluta", closing.close_case_page, name="close_case"),
    path("arenden/<int:pk>/avslutet", closures.case_closing, name="case_closing"),
    path("arenden/<int:pk>/avslutet/oppna-igen", closing.case_reopen, name="case_reopen"),
    path("arenden/<int:pk>/avslutet/bekrafta", closures.closing_confirm, name="closing_confirm"),
    path("arenden/<int:pk>/avslutet/ratta", closures.closing_correct, name="closing_correct"),
    path("efter-avslut", closures.closing_checks, name="closing_checks"),
    path("efter-avslut/<int:pk>", closures.closing_check, name="closing_check"),
    path("arenden/<int:pk>/skydd", protection.case_protection, name="case_protection"),
    path("remisser/<int:pk>/skydd", referral_protection.referral_protection, name="referral_protection"),
]
