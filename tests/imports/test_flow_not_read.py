"""What is not taken in is said on every page: lists and files that cannot be read, columns that are not used."""

from __future__ import annotations

import pytest
from django.test import Client

from imports.models import ImportBatch
from organisation.models import Jobbtorg, User
from tests.imports.flow import address_of, at_check, csv_file, hand_in, led_on
from tests.imports.test_flow_uploads import row

pytestmark = pytest.mark.django_db


def test_a_file_that_cannot_be_read_is_told_of_to_the_end(
    admin_client: Client, rosenlund: Jobbtorg, coaches: dict[str, User]
) -> None:
    letter = csv_file("x", name="brev.csv", header="Hej")
    check = at_check(admin_client, rosenlund, csv_file(row(1)), letter, as_of="2026-11-20")
    batch = ImportBatch.objects.get()
    before = admin_client.get(f"/import/{batch.pk}/for-in")
    result = led_on(admin_client, admin_client.post(f"/import/{batch.pk}/for-in"))
    for page in (check, before, result):
        [(name, reason)] = page.context["not_taken"]
        assert name == "brev.csv"
        assert reason in page.text, address_of(page)


def test_columns_that_are_not_read_are_named(
    admin_client: Client, rosenlund: Jobbtorg, coaches: dict[str, User]
) -> None:
    header = "Pnr;Efternamn;Förnamn;Coach;Skostorlek;Inkom;Grupp-info;Coachmöte;JP godkänd;3 mån;Status;Anm"
    check = at_check(admin_client, rosenlund, csv_file(row(1), header=header), as_of="2026-11-20")
    [(name, headings)] = check.context["unused_columns"]
    assert (name, "Skostorlek" in headings) == ("lista.csv", True)
    assert "Kolumner som inte läses" in check.text


def test_the_files_page_and_the_list_say_why_reading_failed(admin_client: Client, rosenlund: Jobbtorg) -> None:
    failed = led_on(admin_client, hand_in(admin_client, rosenlund, csv_file(name="brev.csv", header="")))
    sentence = failed.context["failure"].sentence
    files = admin_client.get(failed.context["failure"].url)
    assert files.context["failure"].sentence == sentence
    assert "börja om" in files.text
    assert sentence in files.text
    assert sentence in admin_client.get("/import").text


def test_each_file_says_whether_it_was_read(
    admin_client: Client, rosenlund: Jobbtorg, coaches: dict[str, User]
) -> None:
    letter = csv_file("x", name="brev.csv", header="Hej")
    check = at_check(admin_client, rosenlund, csv_file(row(1)), letter, as_of="2026-11-20")
    files = admin_client.get(address_of(check).replace("kontroll", "filer"))
    [(_, read), (_, [refused])] = files.context["file_states"]
    assert read == ["Läst."]
    assert refused.startswith("Kan inte läsas. ")
