from django.apps import AppConfig

from core.deep_health import register_deep_check


class DeadlinesConfig(AppConfig):
    """The engine: clocks, their rules, pauses, excuses and breaches."""

    name = "deadlines"
    verbose_name = "Frister"

    def ready(self) -> None:
        """Register checks, the own sources of excuses, the deep health check, and the acts and events of a case."""
        from aspirants.case_frame import CaseAct, DeadlineSource, register_case_acts, register_deadlines
        from aspirants.closing.hanging import register_hanging_things
        from aspirants.corrections.registry import register_correctables
        from aspirants.corrections.undoing import register_undoables
        from aspirants.events import register_ahead, register_events, register_history
        from aspirants.models import EnrolmentStatus
        from deadlines import case_events, checks  # noqa: F401
        from deadlines.choices import ClockKind
        from deadlines.closing import CORRECTIONS
        from deadlines.correcting import CORRECTABLES, UNDOABLES
        from deadlines.excuses import contacts
        from deadlines.excuses.sources import register_excuse_sources
        from deadlines.status.last_sweep import sweep_is_fresh
        from deadlines.status.nearest import nearest_due

        register_excuse_sources(*contacts.SOURCES)
        register_hanging_things(CORRECTIONS)
        register_deep_check("sweep", sweep_is_fresh)
        register_correctables(*CORRECTABLES)
        register_undoables(*UNDOABLES)
        register_events(*case_events.SOURCES)
        register_ahead(*case_events.AHEAD)
        register_history(*case_events.HISTORY)

        register_deadlines(DeadlineSource(nearest_due, {kind.value: kind.label for kind in ClockKind}))
        register_case_acts(
            CaseAct(
                "case_interruption",
                lambda case: "Avsluta uppehållet" if case.status == EnrolmentStatus.PAUSED else "Uppehåll",
                position=40,
            )
        )
