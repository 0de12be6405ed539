from django.apps import AppConfig


class JobplansConfig(AppConfig):
    """Plans, follow-ups and the communication of plans."""

    name = "jobplans"
    verbose_name = "Jobbplaner"

    def ready(self) -> None:
        """Tell the engine which declined plans excuse a clock; show the plan and its events in a case."""
        from aspirants.case_frame import CaseAct, CaseTab, register_case_acts, register_case_tabs
        from aspirants.closing.hanging import register_hanging_things, register_last_events
        from aspirants.corrections.registry import register_correctables
        from aspirants.corrections.undoing import register_undoables
        from aspirants.events import register_ahead, register_events, register_history
        from deadlines.clocks.keepers import register_keepers
        from deadlines.excuses.sources import register_excuse_sources
        from jobplans import case_events, closing, excuse_sources
        from jobplans.correcting import CORRECTABLES, UNDOABLES
        from jobplans.keepers import KEEPERS

        register_keepers(KEEPERS)
        register_excuse_sources(*excuse_sources.SOURCES)
        register_correctables(*CORRECTABLES)
        register_undoables(*UNDOABLES)
        register_events(*case_events.SOURCES)
        register_ahead(*case_events.AHEAD)
        register_history(*case_events.HISTORY)
        register_hanging_things(*closing.THINGS)
        register_last_events(*closing.EVENTS)

        register_case_tabs(CaseTab("plan", "Jobbplan", "case_plan", position=20))
        register_case_acts(CaseAct("plan_edit", lambda case: "Skriv eller revidera jobbplan", position=30))
