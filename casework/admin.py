"""The administrator's page for the phrases that everybody has. Those of a jobbtorg or a user are kept on their page."""

from django.contrib import admin

from casework.models import UsualPhrase
from casework.resources import UsualPhraseResource
from organisation.reference_tables.administration import ReferenceAdmin, ValidityFilter


@admin.register(UsualPhrase)
class UsualPhraseAdmin(ReferenceAdmin):
    resource = UsualPhraseResource
    list_display = ["key", "text", "valid_from", "valid_to"]
    list_filter = [ValidityFilter]
    search_fields = ["key", "text"]
