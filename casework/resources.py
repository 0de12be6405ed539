"""The table of phrases that everybody has."""

from casework.models import UsualPhrase
from organisation.reference_tables.tables import ReferenceResource


class UsualPhraseResource(ReferenceResource):
    file_name = "phrases.csv"
    example = {"key": "besok", "text": "Besökte en arbetsplats tillsammans.", "valid_from": "2026-01-01"}

    class Meta:
        model = UsualPhrase
        import_id_fields = ["key"]
        fields = ("key", "text", "valid_from", "valid_to")


TABLES: list[type[ReferenceResource]] = [UsualPhraseResource]
