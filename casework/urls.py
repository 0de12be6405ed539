"""URLs of acts on a whole case."""

from django.urls import path

from casework.views import closing, joining, likeness, protection, referral_protection

urlpatterns = [
    path("arenden/<int:pk>/avsluta", closing.close_case_page, name="close_case"),
    path("arenden/<int:pk>/skydd", protection.case_protection, name="case_protection"),
    path("arenden/<int:pk>/samma-person", likeness.case_likeness, name="case_likeness"),
    path("remisser/<int:pk>/samma-person", likeness.referral_likeness, name="referral_likeness"),
    path("sammanslagningar/<int:pk>", joining.person_join, name="person_join"),
    path("remisser/<int:pk>/skydd", referral_protection.referral_protection, name="referral_protection"),
]
