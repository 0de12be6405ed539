"""URLs of meetings and group information."""

from django.urls import path

from meetings.views import group_information, meetings, sessions

urlpatterns = [
    path("arenden/<int:pk>/moten/nytt", meetings.log_meeting_page, name="log_meeting"),
    path("arenden/<int:pk>/moten/boka", meetings.book_meeting_page, name="book_meeting"),
    path("arenden/<int:pk>/gruppinformation", group_information.case_group_information, name="case_group_information"),
    path(
        "gruppinformation/bokningar/<int:pk>",
        group_information.group_information_outcome,
        name="group_information_outcome",
    ),
    path("gruppinformation", sessions.group_information_list, name="group_information_list"),
    path("gruppinformation/ny", sessions.group_information_new, name="group_information_new"),
]
