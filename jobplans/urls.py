"""URLs of meetings, plans, follow-ups, clocks and closing."""

from django.urls import path

from jobplans.views import cases, clocks, deadlines, group_information, meetings, plans

urlpatterns = [
    path("arenden/<int:pk>/moten/nytt", meetings.log_meeting_page, name="log_meeting"),
    path("arenden/<int:pk>/moten/boka", meetings.book_meeting_page, name="book_meeting"),
    path(
        "gruppinformation/bokningar/<int:pk>",
        group_information.group_information_outcome,
        name="group_information_outcome",
    ),
    path("arenden/<int:pk>/gruppinformation", group_information.case_group_information, name="case_group_information"),
    path("arenden/<int:pk>/jobbplan", plans.case_plan, name="case_plan"),
    path("arenden/<int:pk>/jobbplan/utkast", plans.plan_edit, name="plan_edit"),
    path("arenden/<int:pk>/jobbplan/foresla", plans.plan_propose, name="plan_propose"),
    path("arenden/<int:pk>/jobbplan/dra-tillbaka", plans.plan_withdraw, name="plan_withdraw"),
    path("arenden/<int:pk>/jobbplan/svar", plans.plan_answer, name="plan_answer"),
    path("arenden/<int:pk>/jobbplan/skicka", plans.plan_communicate, name="plan_communicate"),
    path("arenden/<int:pk>/jobbplan/<int:number>/utskrift", plans.plan_print, name="plan_print"),
    path("arenden/<int:pk>/avsluta", cases.close_case_page, name="close_case"),
    path("uppfoljningar/<int:pk>", cases.follow_up_hold, name="follow_up_hold"),
    path("frister", deadlines.deadlines, name="deadlines"),
    path("frister/brutna", deadlines.breaches, name="breaches"),
    path("frister/<int:pk>/varfor", clocks.clock_explain, name="clock_explain"),
    path("frister/<int:pk>/paus", clocks.clock_pause, name="clock_pause"),
    path("frister/<int:pk>/ateruppta", clocks.clock_resume, name="clock_resume"),
    path("frister/<int:pk>/bekrafta", clocks.clock_confirm, name="clock_confirm"),
    path("frister/<int:pk>/orsak", clocks.breach_explain, name="breach_explain"),
]
