from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Acts that touch a whole case: closing, change of protection, joining two records of one person."""

    name = "casework"
    verbose_name = "Ärenden"

    def ready(self) -> None:
        """Offer to protect a person, to look for other records and to close a case; tell of joinings."""
        from aspirants.case_frame import CaseAct, register_case_acts
        from aspirants.events import register_events, register_history
        from casework import case_events

        register_events(*case_events.SOURCES)
        register_history(*case_events.HISTORY)

        register_case_acts(
            CaseAct(
                "case_protection",
                lambda case: "Ändra skydd" if case.person.is_protected else "Skydda personen",
                position=60,
                is_offered=lambda case: case.may_change_protection,
            ),
            CaseAct(
                "case_likeness",
                lambda case: "Samma person?",
                position=65,
                is_offered=lambda case: not case.person.is_protected,
            ),
            CaseAct("close_case", lambda case: "Avsluta ärendet", position=70),
        )
