"""URLs of plans, follow-ups, clocks and closing."""

from django.urls import path

from jobplans.views import breaches, cases, chosen, clocks, deadlines, forecast, group_information, plans

urlpatterns = [
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
    path("frister/fil", deadlines.deadlines_file, name="deadlines_file"),
    path("frister/per-dag/fil", deadlines.burn_down_file, name="burn_down_file"),
    path("frister/valda", chosen.deadlines_chosen, name="deadlines_chosen"),
    path("frister/prognos", forecast.deadlines_forecast, name="deadlines_forecast"),
    path("frister/prognos/fil", forecast.deadlines_forecast_file, name="deadlines_forecast_file"),
    path("frister/brutna", breaches.breaches, name="breaches"),
    path("frister/brutna/fil", breaches.breaches_file, name="breaches_file"),
    path("frister/<int:pk>/varfor", clocks.clock_explain, name="clock_explain"),
    path("frister/<int:pk>/paus", clocks.clock_pause, name="clock_pause"),
    path("frister/<int:pk>/ateruppta", clocks.clock_resume, name="clock_resume"),
    path("frister/<int:pk>/bekrafta", clocks.clock_confirm, name="clock_confirm"),
    path("frister/<int:pk>/orsak", clocks.breach_explain, name="breach_explain"),
]
