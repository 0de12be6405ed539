"""The administrator's pages for insatser and deadline rules. Plans and clocks are not administered."""

from django.contrib import admin

from jobplans.models import DeadlinePolicy, InsatsType
from jobplans.resources import DeadlinePolicyResource, InsatsTypeResource
from organisation.administration import ReferenceAdmin, ValidityFilter


@admin.register(InsatsType)
class InsatsTypeAdmin(ReferenceAdmin):
    resource = InsatsTypeResource
    list_display = ["name", "number", "sub_kind_of", "responsible_party", "reveals_health", "valid_from", "valid_to"]
    list_filter = [ValidityFilter, "responsible_party", "reveals_health", "local_to"]
    list_select_related = ["sub_kind_of", "local_to"]
    search_fields = ["name", "code", "socialstyrelsen_code"]


@admin.register(DeadlinePolicy)
class DeadlinePolicyAdmin(ReferenceAdmin):
    """A rule that has started clocks is not rewritten but ended, and followed by a new one (R-2-06)."""

    resource = DeadlinePolicyResource
    list_display = ["kind", "length", "unit", "start_event", "use", "valid_from", "valid_to"]
    list_filter = [ValidityFilter, "use", "unit"]
    search_fields = ["kind"]
