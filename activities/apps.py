from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """Insatser that are decided, and jobs that are offered."""

    name = "activities"
    verbose_name = "Insatser och arbete"

    def ready(self) -> None:
        """Show insatser and jobs in a case, and what happens to them."""
        from activities import case_events, closing
        from activities.correcting import CORRECTABLES, UNDOABLES
        from activities.keepers import KEEPERS
        from aspirants.case_frame import CaseTab, register_case_tabs
        from aspirants.closing.hanging import register_hanging_things, register_last_events
        from aspirants.corrections.registry import register_correctables
        from aspirants.corrections.undoing import register_undoables
        from aspirants.events import register_ahead, register_events, register_history
        from deadlines.clocks.keepers import register_keepers

        register_case_tabs(CaseTab("work", "Arbete", "case_work", position=30))
        register_keepers(KEEPERS)
        register_correctables(*CORRECTABLES)
        register_undoables(*UNDOABLES)
        register_events(*case_events.SOURCES)
        register_ahead(*case_events.AHEAD)
        register_history(*case_events.HISTORY)
        register_hanging_things(*closing.THINGS)
        register_last_events(*closing.EVENTS)
