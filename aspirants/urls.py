"""URLs of coaches, protection and group information sessions."""

from django.urls import path

from aspirants.views import coaches, group_information, protection

urlpatterns = [
    path("arenden/<int:pk>/coach", coaches.assign_coach_page, name="assign_coach"),
    path("arenden/<int:pk>/skydd", protection.case_protection, name="case_protection"),
    path("gruppinformation", group_information.group_information_list, name="group_information_list"),
    path("gruppinformation/ny", group_information.group_information_new, name="group_information_new"),
]
