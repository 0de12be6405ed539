"""URLs of meetings and group information."""

from django.urls import path

from meetings.views import bookings, group_information, sessions

urlpatterns = [
    path("arenden/<int:pk>/moten/boka", bookings.book_meeting_page, name="book_meeting"),
    path("moten/<int:pk>/flytta", bookings.move_booking_page, name="move_booking"),
    path("moten/<int:pk>/avboka", bookings.cancel_booking_page, name="cancel_booking"),
    path("arenden/<int:pk>/gruppinformation", group_information.case_group_information, name="case_group_information"),
    path(
        "gruppinformation/bokningar/<int:pk>",
        group_information.group_information_outcome,
        name="group_information_outcome",
    ),
    path("gruppinformation/bokningar/<int:pk>/avboka", group_information.invitation_cancel, name="invitation_cancel"),
    path("gruppinformation", sessions.group_information_list, name="group_information_list"),
    path("gruppinformation/ny", sessions.group_information_new, name="group_information_new"),
    path("gruppinformation/<int:pk>", sessions.group_information_session, name="group_information_session"),
    path("gruppinformation/<int:pk>/andra", sessions.session_change, name="session_change"),
    path("gruppinformation/<int:pk>/flytta", sessions.session_move, name="session_move"),
    path("gruppinformation/<int:pk>/stall-in", sessions.session_call_off, name="session_call_off"),
]
