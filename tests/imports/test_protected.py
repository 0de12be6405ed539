"""Protected identities: nothing of such a row is kept, in any table, or shown on any page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from aspirants.identity import parse_identity
from aspirants.models import Person, Protection
from aspirants.operations import register_person
from core.encryption import EncryptedTextField
from imports.models import ImportBatch, ImportIssue, ImportRow, Verdict
from organisation.models import User

SECRETS = ("Skyddad id", "SEKR! ring MB", "ring MB", "2008-05-21")
PROTECTED_LINE = 13

Checked = Callable[..., ImportBatch]


def stored_text() -> str:
    """Everything in every column of the import tables, both as it lies in the database and decrypted."""
    parts: list[str] = []
    with connection.cursor() as cursor:
        for model in (ImportBatch, ImportRow, ImportIssue):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            parts += [str(value) for row in cursor.fetchall() for value in row]
    parts += ImportRow.objects.values_list("cells", flat=True)
    return "\n".join(parts)


def test_the_protected_row_is_stored_nowhere(sample_a: ImportBatch) -> None:
    text = stored_text()
    assert "somaliska" in text, "the other rows are there, so that the search can find something"
    for secret in SECRETS:
        assert secret not in text


def test_the_protected_row_is_shown_nowhere(committed_a: ImportBatch, admin_client: Client) -> None:
    for url in ("/import", f"/import/{committed_a.pk}/", f"/import/{committed_a.pk}/?visa=forhand"):
        text = admin_client.get(url).content.decode()
        for secret in SECRETS:
            assert secret not in text, f"{secret} on {url}"


def test_the_row_says_only_that_someone_with_access_must_handle_it(sample_a: ImportBatch) -> None:
    row = sample_a.rows.get(line=PROTECTED_LINE)
    assert (row.verdict, row.protected, row.cells) == (Verdict.MANUAL, True, "")
    assert set(row.issues.values_list("code", "column")) == {("I18", ""), ("I04", "")}


def test_cells_of_other_rows_are_encrypted_in_the_database(sample_a: ImportBatch) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT cells FROM {ImportRow._meta.db_table} WHERE cells <> ''")
        sealed = "\n".join(value for (value,) in cursor.fetchall())
    assert "Lindström" not in sealed
    assert "790417" not in sealed
    assert isinstance(ImportRow._meta.get_field("cells"), EncryptedTextField)


@pytest.mark.parametrize(
    "row",
    [
        "790417-9814;Lindström;Björn;AL;Östermalm;2008-03-19;;;;;Pågår;skyddad",
        "790417-9814;Lindström;Björn SKYDD;AL;Östermalm;2008-03-19;;;;;Pågår;",
        "790417-9814;***;***;AL;Östermalm;2008-03-19;;;;;Pågår;",
        "790417-9814;Lindström;Björn;AL;Östermalm;2008-03-19;;;;;Sekretess;",
        "790417-9814;Lindström;Björn;AL;Östermalm;2008-03-19;;;;;Pågår;;;;sekr",
        ";Lindström;Björn;AL;Östermalm;2008-03-19;;;;;Pågår;fråga chefen",
    ],
)
def test_every_marker_protects(checked: Checked, coaches: dict[str, User], row: str) -> None:
    stored = checked(row).rows.get()
    assert (stored.verdict, stored.protected, stored.cells) == (Verdict.MANUAL, True, "")
    assert "Lindström" not in stored_text()


def test_a_marker_in_one_row_protects_the_person_in_all_rows(checked: Checked, coaches: dict[str, User]) -> None:
    batch = checked(
        "790417-9814;Lindström;Björn;AL;Östermalm;2008-03-19;;;;;Pågår;",
        "19790417-9814;***;;AL;Östermalm;2008-03-19;;;;;Pågår;",
    )
    assert list(batch.rows.values_list("protected", flat=True)) == [True, True]
    assert "Lindström" not in stored_text()


def test_a_person_protected_in_the_register_is_protected_in_the_list(
    checked: Checked, coaches: dict[str, User]
) -> None:
    identity = parse_identity("790417-9814", timezone.localdate())
    person = register_person(identity=identity, first_name="Hemlig", last_name="Person")
    Person.objects.filter(pk=person.pk).update(protection=Protection.SKYDDAD_FOLKBOKFORING)
    batch = checked("790417-9814;Lindström;Björn;AL;Östermalm;2008-03-19;;;;;Pågår;")
    assert batch.rows.get().protected
    assert "Lindström" not in stored_text()
