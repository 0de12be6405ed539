"""The administrator's pages for insatser."""

from django.contrib import admin

from catalogue.models import InsatsType
from catalogue.resources import InsatsTypeResource
from organisation.reference_tables.administration import ReferenceAdmin, ValidityFilter


@admin.register(InsatsType)
class InsatsTypeAdmin(ReferenceAdmin):
    resource = InsatsTypeResource
    list_display = ["name", "number", "sub_kind_of", "responsible_party", "reveals_health", "valid_from", "valid_to"]
    list_filter = [ValidityFilter, "responsible_party", "reveals_health", "local_to"]
    list_select_related = ["sub_kind_of", "local_to"]
    search_fields = ["name", "code", "socialstyrelsen_code"]
