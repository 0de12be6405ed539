"""URLs of plans."""

from django.urls import path

from jobplans.views import plans

urlpatterns = [
    path("arenden/<int:pk>/jobbplan", plans.case_plan, name="case_plan"),
    path("arenden/<int:pk>/jobbplan/utkast", plans.plan_edit, name="plan_edit"),
    path("arenden/<int:pk>/jobbplan/foresla", plans.plan_propose, name="plan_propose"),
    path("arenden/<int:pk>/jobbplan/dra-tillbaka", plans.plan_withdraw, name="plan_withdraw"),
    path("arenden/<int:pk>/jobbplan/skicka", plans.plan_communicate, name="plan_communicate"),
    path("arenden/<int:pk>/jobbplan/<int:number>/utskrift", plans.plan_print, name="plan_print"),
]
