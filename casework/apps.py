from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """What touches a whole case: notes, closing, change of protection, joining two records of one person."""

    name = "casework"
    verbose_name = "Ärenden"

    def ready(self) -> None:
        """Offer what is done with a whole case; tell of notes, transfers, joinings and of coaches who leave."""
        from aspirants.case_frame import CaseAct, register_case_acts
        from aspirants.closing.hanging import register_hanging_things
        from aspirants.corrections.registry import register_correctables
        from aspirants.corrections.undoing import register_undoables
        from aspirants.events import register_events, register_history
        from casework import case_events
        from casework.handover.telling import tell_managers
        from casework.notes.entries import CORRECTABLES, UNDOABLES
        from casework.operations.death import DEATH
        from casework.transfers.closing import TRANSFER
        from organisation.staff.departures import register_departure_listener

        register_hanging_things(DEATH, TRANSFER)
        register_departure_listener(tell_managers)
        register_correctables(*CORRECTABLES)
        register_undoables(*UNDOABLES)
        register_events(*case_events.SOURCES)
        register_history(*case_events.HISTORY)

        register_case_acts(
            CaseAct("note_new", lambda case: "Ny anteckning", position=5, shortcut="n"),
            CaseAct("case_person", lambda case: "Personuppgifter", position=55),
            CaseAct(
                "case_protection",
                lambda case: "Ändra skydd" if case.person.is_protected else "Skydda personen",
                position=60,
                is_offered=lambda case: case.may_change_protection,
            ),
            CaseAct(
                "transfer_case",
                lambda case: "Flytta till annat jobbtorg",
                position=63,
                is_offered=lambda case: case.may_transfer,
            ),
            CaseAct("support_unit", lambda case: "Byt försörjningsstödsenhet", position=66),
            CaseAct(
                "case_likeness",
                lambda case: "Samma person?",
                position=67,
                is_offered=lambda case: not case.person.is_protected,
            ),
            CaseAct("case_death", lambda case: "Registrera dödsfall", position=68),
            CaseAct("close_case", lambda case: "Avsluta ärendet", position=70),
            CaseAct("case_closing", lambda case: "Om avslutet", position=80, of_closed=True),
        )
