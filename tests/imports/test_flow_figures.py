"""The figures of a check add up and lead to their rows; nothing is offered that would bring in no row."""

from __future__ import annotations

import pytest
from django.test import Client

from imports.choices import Outcome, Verdict
from imports.models import ImportBatch, ImportList, ImportQuestion
from imports.values.findings import Severity
from organisation.models import Jobbtorg, User
from tests.stored_imports import add_question, add_row, stored_import

pytestmark = pytest.mark.django_db


def test_rows_are_the_sum_of_what_becomes_of_them(admin_client: Client, admin: User, rosenlund: Jobbtorg) -> None:
    batch = stored_import(admin, rosenlund)
    ImportBatch.objects.update(counts={"rows": 5, "warnings": 2, "verdicts": {"NEW": 3, "SKIP": 2, "MANUAL": 2}})
    page = admin_client.get(f"/import/{batch.pk}/kontroll")
    assert [(figure.sentence, figure.verdict) for figure in page.context["figures"]] == [
        ("7 rader", ""),
        ("3 nya", Verdict.NEW),
        ("2 hoppas över: om ingen person, eller dubbla", Verdict.SKIP),
        ("2 för hand", Verdict.MANUAL),
        ("2 rader med varning", "VARNING"),
    ]
    assert "de hindrar inte de andra" in page.text


def test_rows_with_a_warning_are_led_to(admin_client: Client, admin: User, rosenlund: Jobbtorg) -> None:
    batch = stored_import(admin, rosenlund)
    imported = ImportList.objects.get()
    add_row(imported, "", "Ek", severity=Severity.ERROR, verdict=Verdict.ERROR)
    warned = add_row(imported, "", "Ek")
    page = admin_client.get(f"/import/{batch.pk}/kontroll?utfall=VARNING")
    assert [shown.line for shown in page.context["rows"]] == [warned.line]


def test_what_brings_in_nothing_says_what_is_in_the_way(admin_client: Client, admin: User, rosenlund: Jobbtorg) -> None:
    batch = stored_import(admin, rosenlund)
    ImportBatch.objects.update(counts={"rows": 5, "verdicts": {"UNCHANGED": 3, "WAITING": 2}})
    refused = admin_client.get(f"/import/{batch.pk}/for-in", follow=True)
    sentence = "Ingen rad kan föras in: 2 rader väntar på svar, 3 rader finns redan i registret."
    assert refused.context["readiness"].hindrances == [sentence]


def test_rows_may_be_left_to_wait_for_a_later_list(admin_client: Client, admin: User, rosenlund: Jobbtorg) -> None:
    batch = stored_import(admin, rosenlund)
    ImportBatch.objects.update(counts={"rows": 2, "verdicts": {"WAITING": 2}}, outcome=Outcome.LATER_LIST)
    page = admin_client.get(f"/import/{batch.pk}/for-in")
    assert "Låt 2 rader vänta på en senare lista" in page.text
    assert "0 rader" not in page.text


def test_rows_that_the_manager_is_asked_about_are_not_in_the_file(
    admin_client: Client, admin: User, rosenlund: Jobbtorg
) -> None:
    batch = stored_import(admin, rosenlund, name="Kvist 790417-9814.csv")
    imported = ImportList.objects.get()
    faulty, asked = (
        add_row(imported, "", name, severity=Severity.ERROR, verdict=Verdict.MANUAL) for name in ("Ek", "Gran")
    )
    question = add_question(batch, rosenlund, "Gran")
    ImportQuestion.objects.filter(pk=question.pk).update(rows=[asked.pk])
    [(_, number)] = admin_client.get(f"/import/{batch.pk}/kontroll").context["rejected_lists"]
    file = admin_client.get(f"/import/{batch.pk}/felrader")
    assert number == 1
    assert ("Ek" in file.text, "Gran" in file.text) == (True, False), faulty
    assert "9814" not in file["Content-Disposition"]
