"""What is told goes to the unit that the page said, and to no other that the case has got meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from aspirants.disclosing.exchange import to_unit_of
from aspirants.models import Consent, Disclosure, DisclosureContent, Enrolment
from aspirants.operations.disclosing import disclose
from core.refusals import OperationRefused
from demo.factories import ConsentFactory, IncomeSupportUnitFactory
from organisation.models import User
from referrals.models import QuestionThread
from tests.post_forms import submit
from tests.referrals.pages import text
from tests.visits import signed_in

CONSENT = {"purpose": "BENEFIT", "kinds": ["ATTENDANCE"], "given_on": "2026-11-20", "form": "ORAL", "note": "Bara maj"}
QUESTION = {"subject": "Tolk", "text": "Vilket språk ska tolken tala?", "basis": "OSL_26_9"}


def change_unit(coach: User, case: Enrolment) -> None:
    unit = IncomeSupportUnitFactory()
    typed = {"unit": str(unit.pk), "changed_on": "2026-11-23", "reason": "Flyttat"}
    assert submit(signed_in(coach), reverse("support_unit", args=[case.pk]), typed).status_code == 302
    case.refresh_from_db()
    assert case.income_support_unit == unit


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("case_tell", {"basis": "OSL_26_9"}, ""),
        ("consent_new", CONSENT, "Bara maj"),
        ("question_of_case", QUESTION, QUESTION["text"]),
        ("close_case", {}, ""),
        ("case_death", {"deceased_on": "2026-11-20", "basis": "OSL_26_9"}, "2026-11-20"),
    ],
)
def test_nothing_goes_to_another_unit_than_the_page_said(
    coach: User, case: Enrolment, name: str, typed: dict[str, Any], kept: str
) -> None:
    client, path = signed_in(coach), reverse(name, args=[case.pk])
    opened = client.get(path)
    change_unit(coach, case)
    refused = submit(client, path, typed, page=opened)
    assert refused.status_code == 409
    assert "Uppgifterna har ändrats" in text(refused)
    assert kept in text(refused)
    assert str(case.income_support_unit) in text(refused)
    assert not Disclosure.objects.exists()
    assert not Consent.objects.exists()
    assert not QuestionThread.objects.exists()


def test_sent_again_it_goes_to_the_unit_that_the_page_says_now(coach: User, case: Enrolment) -> None:
    client, path = signed_in(coach), reverse("question_of_case", args=[case.pk])
    opened = client.get(path)
    change_unit(coach, case)
    refused = submit(client, path, QUESTION, page=opened)
    assert f"Frågan går till {case.income_support_unit}." in text(refused)
    assert submit(client, path, QUESTION, page=refused).status_code == 302
    assert Disclosure.objects.get().recipient == case.income_support_unit


def test_a_consent_is_no_ground_towards_another_unit(coach: User, case: Enrolment) -> None:
    consent = ConsentFactory(enrolment=case, kinds=[DisclosureContent.MESSAGE, DisclosureContent.ATTENDANCE])
    client = signed_in(coach)
    pages = [reverse("question_of_case", args=[case.pk]), reverse("case_tell", args=[case.pk])]
    offered = [value for page in pages for value, _ in client.get(page).context["form"].fields["basis"].choices]
    assert offered.count(f"CONSENT-{consent.pk}") == len(pages)
    change_unit(coach, case)
    for page in pages:
        found = [value for value, _ in client.get(page).context["form"].fields["basis"].choices]
        assert f"CONSENT-{consent.pk}" not in found
    with pytest.raises(OperationRefused, match="gäller inte mellan"):
        disclose(actor=coach, exchange=to_unit_of(case), content=DisclosureContent.ATTENDANCE, basis=consent)
