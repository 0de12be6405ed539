from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    """Pages where several parts meet: Min dag, a case, aspirants and search, users, the access log."""

    name = "workbench"
    verbose_name = "Arbetsbord"

    def ready(self) -> None:
        """Show a case, and the whole of it for printing; keep views of the list of aspirants."""
        from aspirants.case_frame import CaseAct, CaseTab, register_case_acts, register_case_tabs
        from organisation.lists.registry import register_list
        from workbench.aspirants.listing.rows import ASPIRANTS

        register_case_tabs(
            CaseTab("overview", "Översikt", "case", position=10),
            CaseTab("meetings", "Möten", "case_meetings", position=40),
            CaseTab("history", "Historik", "case_history", position=60),
        )
        register_case_acts(
            CaseAct(
                "case_print",
                lambda case: "Skriv ut",
                position=110,
                is_offered=lambda case: not case.person.is_protected,
                of_any=True,
            )
        )
        register_list(ASPIRANTS)
