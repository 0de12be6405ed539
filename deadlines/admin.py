"""The administrator's pages for deadline rules. Clocks are not administered."""

from django.contrib import admin

from deadlines.models import DeadlinePolicy
from deadlines.resources import DeadlinePolicyResource
from organisation.reference_tables.administration import ReferenceAdmin, ValidityFilter


@admin.register(DeadlinePolicy)
class DeadlinePolicyAdmin(ReferenceAdmin):
    """A rule that has started clocks is not rewritten but ended, and followed by a new one (R-2-06)."""

    resource = DeadlinePolicyResource
    list_display = ["kind", "length", "unit", "start_event", "use", "valid_from", "valid_to"]
    list_filter = [ValidityFilter, "use", "unit"]
    search_fields = ["kind"]
