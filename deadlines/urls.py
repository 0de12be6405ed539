"""URLs of one clock, of interruptions and of the rules."""

from django.urls import path

from deadlines.views import clocks, corrections, interruptions, planned_pauses, policies

urlpatterns = [
    path("arenden/<int:pk>/uppehall", interruptions.case_interruption, name="case_interruption"),
    path("arenden/<int:pk>/uppehall/planerat", interruptions.interruption_planned, name="interruption_planned"),
    path("arenden/<int:pk>/uppehall/ta-tillbaka", interruptions.interruption_withdraw, name="interruption_withdraw"),
    path("frister/<int:pk>/varfor", clocks.clock_explain, name="clock_explain"),
    path("frister/<int:pk>/paus", clocks.clock_pause, name="clock_pause"),
    path("frister/<int:pk>/paus/planerad", planned_pauses.pause_planned, name="pause_planned"),
    path("frister/<int:pk>/paus/ta-tillbaka", planned_pauses.pause_withdraw, name="pause_withdraw"),
    path("frister/<int:pk>/ateruppta", clocks.clock_resume, name="clock_resume"),
    path("frister/<int:pk>/godkann-paus", clocks.pause_approve, name="pause_approve"),
    path("frister/<int:pk>/ursakta", clocks.clock_excuse, name="clock_excuse"),
    path("frister/<int:pk>/bekrafta", clocks.clock_confirm, name="clock_confirm"),
    path("frister/<int:pk>/orsak", clocks.breach_explain, name="breach_explain"),
    path("arenden/<int:pk>/rattelse", corrections.correction_decide, name="correction_decide"),
    path("rattelser", corrections.correction_list, name="correction_list"),
    path("fristregler", policies.policy_list, name="policy_list"),
    path("fristregler/ny", policies.policy_change, name="policy_change"),
    path("fristregler/ta-bort", policies.policy_drop, name="policy_drop"),
]
