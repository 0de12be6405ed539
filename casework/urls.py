"""URLs of acts on a whole case."""

from django.urls import path

from casework.views import closing, protection, referral_protection
from casework.what_happened import views as what_happened

urlpatterns = [
    path("arenden/<int:pk>/moten/nytt", what_happened.log_meeting_page, name="log_meeting"),
    path("arenden/<int:pk>/jobbplan/svar", what_happened.plan_answer, name="plan_answer"),
    path("uppfoljningar/<int:pk>", what_happened.follow_up_hold, name="follow_up_hold"),
    path("frister/<int:pk>/kontakt", what_happened.contact_attempt, name="contact_attempt"),
    path("arenden/<int:pk>/avsluta", closing.close_case_page, name="close_case"),
    path("arenden/<int:pk>/skydd", protection.case_protection, name="case_protection"),
    path("remisser/<int:pk>/skydd", referral_protection.referral_protection, name="referral_protection"),
]
