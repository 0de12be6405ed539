from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Acts that touch a whole case: closing, change of protection."""

    name = "casework"
    verbose_name = "Ärenden"

    def ready(self) -> None:
        """Offer to protect a person and to close a case."""
        from aspirants.case_frame import CaseAct, register_case_acts
        from aspirants.hanging import register_hanging_things
        from casework.operations.death import DEATH

        register_hanging_things(DEATH)

        register_case_acts(
            CaseAct("case_person", lambda case: "Personuppgifter", position=55),
            CaseAct(
                "case_protection",
                lambda case: "Ändra skydd" if case.person.is_protected else "Skydda personen",
                position=60,
                is_offered=lambda case: case.may_change_protection,
            ),
            CaseAct("case_death", lambda case: "Registrera dödsfall", position=68),
            CaseAct("close_case", lambda case: "Avsluta ärendet", position=70),
        )
