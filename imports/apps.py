from django.apps import AppConfig

from core.deep_health import register_deep_check


class ImportsConfig(AppConfig):
    """Legacy spreadsheets: read, judged row by row, brought in."""

    name = "imports"
    verbose_name = "Import"

    def ready(self) -> None:
        """Have the deep health check look at what the importer must have done, and cases told where they come from."""
        from aspirants.people.provenance import register_provenance
        from imports.jobs.waiting import jobs_are_taken_up
        from imports.pages.provenance import from_lists
        from imports.reading.uploads import PAGES, UPLOADS
        from organisation.access.uploads import register_uploads

        register_deep_check("imports", jobs_are_taken_up)
        register_provenance(from_lists)
        register_uploads(UPLOADS, *PAGES)
