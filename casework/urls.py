"""URLs of acts on a whole case."""

from django.urls import path

from casework.views import closing, handover, protection, referral_protection

urlpatterns = [
    path("arenden/<int:pk>/avsluta", closing.close_case_page, name="close_case"),
    path("arenden/<int:pk>/skydd", protection.case_protection, name="case_protection"),
    path("coacher", handover.coach_list, name="coach_list"),
    path("coacher/<int:pk>/overlamning", handover.hand_over_page, name="hand_over"),
    path("remisser/<int:pk>/skydd", referral_protection.referral_protection, name="referral_protection"),
]
