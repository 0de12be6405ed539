"""URLs of insatser and job offers."""

from django.urls import path

from activities import views

urlpatterns = [
    path("arenden/<int:pk>/arbete", views.case_work, name="case_work"),
    path("arenden/<int:pk>/arbete/jobb", views.job_offer_new, name="job_offer_new"),
    path("arenden/<int:pk>/arbete/jobb/svar", views.job_offer_answer, name="job_offer_answer"),
    path("arenden/<int:pk>/arbete/insats", views.activity_new, name="activity_new"),
    path("arenden/<int:pk>/arbete/insats/ja", views.activity_agree, name="activity_agree"),
    path("arenden/<int:pk>/arbete/insats/ur-planen", views.activity_from_plan, name="activity_from_plan"),
    path("arenden/<int:pk>/arbete/insats/slut", views.activity_end, name="activity_end"),
]
