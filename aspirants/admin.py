"""The administrator's page for closing reasons. Persons and cases are not administered: an administrator reads none."""

from django.contrib import admin

from aspirants.models import ClosureReason
from aspirants.resources import ClosureReasonResource
from organisation.reference_tables.administration import ReferenceAdmin, ValidityFilter


@admin.register(ClosureReason)
class ClosureReasonAdmin(ReferenceAdmin):
    resource = ClosureReasonResource
    list_display = ["code", "label", "group", "counts_nationally", "neutral", "import_only", "valid_from", "valid_to"]
    list_display_links = ["code", "label"]
    list_filter = [ValidityFilter, "group", "counts_nationally", "neutral", "import_only", "needs_text"]
    search_fields = ["code", "identifier", "label", "socialstyrelsen_code"]
