from django.apps import AppConfig
from django.core.signals import request_started
from django.db.models.signals import post_save


class MeetingsConfig(AppConfig):
    """Bookings, meetings, group information and who came."""

    name = "meetings"
    verbose_name = "Möten"

    def ready(self) -> None:
        """Register which meetings keep a clock and which missed ones excuse it, and the acts and events of a case."""
        from aspirants.case_frame import CaseAct, register_case_acts
        from aspirants.closing.hanging import register_hanging_things, register_last_events
        from aspirants.corrections.registry import register_correctables
        from aspirants.corrections.undoing import register_undoables
        from aspirants.events import register_ahead, register_events, register_history
        from aspirants.events.ahead import register_booked
        from deadlines.clocks.keepers import register_keepers
        from deadlines.excuses.sources import register_excuse_sources
        from meetings import case_events, checks, closing, excuse_sources  # noqa: F401
        from meetings.booked_meetings import booked_in
        from meetings.corrections.entries import CORRECTABLES, UNDOABLES
        from meetings.models import MeetingTopic
        from meetings.operations.clocks import KEEPERS
        from meetings.topics.words import forget_held, forget_topics

        request_started.connect(forget_held, dispatch_uid="meetings.topics_of_a_request")
        post_save.connect(forget_topics, sender=MeetingTopic, dispatch_uid="meetings.topic_saved")
        register_keepers(KEEPERS)
        register_excuse_sources(*excuse_sources.SOURCES)
        register_correctables(*CORRECTABLES)
        register_undoables(*UNDOABLES)
        register_events(*case_events.SOURCES)
        register_ahead(*case_events.AHEAD)
        register_history(*case_events.HISTORY)
        register_booked(booked_in)
        register_hanging_things(*closing.THINGS)
        register_last_events(*closing.EVENTS)

        register_case_acts(
            CaseAct("log_meeting", lambda case: "Logga möte", position=0, shortcut="l"),
            CaseAct("book_meeting", lambda case: "Boka möte", position=10),
            CaseAct("case_group_information", lambda case: "Gruppinformation", position=20),
        )
