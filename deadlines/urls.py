"""URLs of one clock, of interruptions and of the rules."""

from django.urls import path

from deadlines.views import clocks, corrections, interruptions, policies

urlpatterns = [
    path("arenden/<int:pk>/uppehall", interruptions.case_interruption, name="case_interruption"),
    path("frister/<int:pk>/varfor", clocks.clock_explain, name="clock_explain"),
    path("frister/<int:pk>/paus", clocks.clock_pause, name="clock_pause"),
    path("frister/<int:pk>/ateruppta", clocks.clock_resume, name="clock_resume"),
    path("frister/<int:pk>/kontakt", clocks.contact_attempt, name="contact_attempt"),
    path("frister/<int:pk>/ursakta", clocks.clock_excuse, name="clock_excuse"),
    path("frister/<int:pk>/bekrafta", clocks.clock_confirm, name="clock_confirm"),
    path("frister/<int:pk>/orsak", clocks.breach_explain, name="breach_explain"),
    path("arenden/<int:pk>/rattelse", corrections.correction_decide, name="correction_decide"),
    path("rattelser", corrections.correction_list, name="correction_list"),
    path("fristregler", policies.policy_list, name="policy_list"),
    path("fristregler/ny", policies.policy_change, name="policy_change"),
    path("fristregler/ta-bort", policies.policy_drop, name="policy_drop"),
]
