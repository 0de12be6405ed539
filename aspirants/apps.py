from django.apps import AppConfig


class AspirantsConfig(AppConfig):
    """People and their cases: coach, interruptions, protection, disclosures."""

    name = "aspirants"
    verbose_name = "Aspiranter"

    def ready(self) -> None:
        """Offer to give a case a coach; tell what happens in a case."""
        from aspirants.access import names_of_cases
        from aspirants.case_frame import CaseAct, register_case_acts
        from aspirants.corrections.undoing import Undoable, register_undoables
        from aspirants.events import own, register_ahead, register_events, register_history
        from aspirants.models import CoachAssignment, CorrectedKind, Enrolment
        from aspirants.operations.undoing import undo_coach
        from notices.leading import register_target
        from notices.shown.names import register_names

        register_names(names_of_cases)
        register_target("case", lambda user, pk: Enrolment.objects.readable_by(user).filter(pk=pk).exists())
        register_events(*own.SOURCES)
        register_ahead(*own.AHEAD)
        register_history(*own.HISTORY)

        register_undoables(Undoable(CorrectedKind.COACH, CoachAssignment, undo_coach))
        register_case_acts(
            CaseAct(
                "assign_coach",
                lambda case: "Byt coach" if case.coach else "Tilldela coach",
                position=50,
                is_offered=lambda case: case.may_get_coach,
            ),
            CaseAct("correct_in_case", lambda case: "Rätta", position=55),
        )
