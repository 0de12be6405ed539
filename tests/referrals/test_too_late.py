"""The jobbtorg has enrolled or decided while the sender was writing: the true reason, no button, and the texts."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from demo.factories import ReferralFactory
from organisation.models import IncomeSupportUnit, User
from tests.referrals.pages import DETAILS, text
from tests.visits import signed_in

ENROLLED, DECLINED = {"enrolled": True}, {"declined": True}


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("referral_correct", {**DETAILS, "purpose": "En ny text"}),
        ("referral_complete", {**DETAILS, "answer": "En ny text"}),
        ("referral_withdraw", {"comment": "En ny text"}),
    ],
)
@pytest.mark.parametrize(
    ("trait", "why"), [(ENROLLED, "Personen är inskriven sedan"), (DECLINED, "Jobbtorget avböjde remissen")]
)
def test_it_says_why_and_keeps_the_texts(
    sender: Client,
    caseworker: User,
    unit: IncomeSupportUnit,
    page: str,
    typed: dict[str, str],
    trait: dict[str, bool],
    why: str,
) -> None:
    referral = ReferralFactory(sent_by=caseworker, unit=unit, **trait)
    refused = sender.post(reverse(page, args=[referral.pk]), {**typed, "seen": "an older page"})
    assert refused.status_code == 409
    said = text(refused)
    assert why in said
    assert "En ny text" in said
    assert "Skicka igen" not in said
    assert 'type="submit" class="ds-button"' not in said.partition("<main")[2].partition("</main")[0]
    assert reverse("question_of_referral", args=[referral.pk]) in said
    opened = sender.get(reverse(page, args=[referral.pk]), follow=True)
    assert why in text(opened)


@pytest.mark.parametrize(
    ("trait", "page", "instead"),
    [
        ({"incomplete": True}, "referral_correct", ("Komplettera remissen", "referral_complete")),
        ({"accepted": True}, "referral_complete", ("Rätta uppgifterna", "referral_correct")),
        ({}, "referral_complete", ("Rätta uppgifterna", "referral_correct")),
        (ENROLLED, "referral_correct", None),
    ],
)
def test_it_leads_to_what_can_be_done_in_its_place(
    sender: Client,
    caseworker: User,
    unit: IncomeSupportUnit,
    trait: dict[str, bool],
    page: str,
    instead: tuple[str, str] | None,
) -> None:
    referral = ReferralFactory(sent_by=caseworker, unit=unit, **trait)
    refused = sender.post(reverse(page, args=[referral.pk]), {**DETAILS, "answer": "En ny text"})
    assert refused.status_code == 409
    leads = refused.context["instead"]
    assert leads == (instead and (instead[0], reverse(instead[1], args=[referral.pk])))
    assert ("Ställ en fråga i stället." in text(refused)) is (instead is None)
    if leads:
        assert f'href="{leads[1]}">{leads[0]}</a>' in text(refused)


@pytest.mark.parametrize(
    "page", ["referral_correct", "referral_decision", "referral_deviation", "question_of_referral"]
)
def test_the_way_back_begins_with_the_list_as_each_side_calls_it(
    sender: Client, coach: User, caseworker: User, unit: IncomeSupportUnit, page: str
) -> None:
    referral = ReferralFactory(sent_by=caseworker, unit=unit, jobbtorg=coach.jobbtorg, awaits_decision=True)
    for client, name in ((sender, "Mina remisser"), (signed_in(coach), "Remisser")):
        response = client.get(reverse(page, args=[referral.pk]))
        if response.status_code == 200:
            first = text(response).partition('<a class="ds-link" href="/remisser">')[2]
            assert first.startswith(f"{name}</a>")
        else:
            assert (page, name) == ("referral_correct", "Remisser"), "what a unit has sent the jobbtorg does not change"
