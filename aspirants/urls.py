"""URLs of meetings, group information and coaches."""

from django.urls import path

from aspirants.views import coaches, group_information, meetings, protection

urlpatterns = [
    path("arenden/<int:pk>/moten/nytt", meetings.log_meeting_page, name="log_meeting"),
    path("arenden/<int:pk>/moten/boka", meetings.book_meeting_page, name="book_meeting"),
    path("arenden/<int:pk>/coach", coaches.assign_coach_page, name="assign_coach"),
    path("arenden/<int:pk>/skydd", protection.case_protection, name="case_protection"),
    path("gruppinformation", group_information.group_information_list, name="group_information_list"),
    path("gruppinformation/ny", group_information.group_information_new, name="group_information_new"),
    path(
        "gruppinformation/bokningar/<int:pk>",
        group_information.group_information_outcome,
        name="group_information_outcome",
    ),
]
