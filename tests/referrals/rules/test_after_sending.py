"""Corrected and completed facts are held against the rules for a new referral."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from demo.factories import EligibilityRuleFactory, ReferralFactory
from organisation.models import IncomeSupportUnit, User
from tests.post_forms import submit
from tests.referrals.pages import DETAILS, text

PAGES = [("referral_correct", {}), ("referral_complete", {"answer": "Som ni frågade."})]


@pytest.mark.parametrize(("page", "more"), PAGES)
def test_a_motive_is_asked_for_once_and_kept(
    sender: Client, caseworker: User, unit: IncomeSupportUnit, page: str, more: dict[str, str]
) -> None:
    referral = ReferralFactory(sent_by=caseworker, unit=unit, incomplete=page == "referral_complete")
    rule = EligibilityRuleFactory(elsewhere=True, may_be_sent_anyway=True)
    address, typed = reverse(page, args=[referral.pk]), {**DETAILS, **more, "lives_elsewhere": "on"}
    asked = submit(sender, address, typed)
    assert asked.status_code == 422
    assert rule.text in text(asked)
    assert "Varför ska personen remitteras ändå?" in text(asked)
    assert not referral.departures.exists()
    assert submit(sender, address, {**typed, "anyway": "Flyttar hit i januari."}).status_code == 302
    assert referral.departures.get().motive == "Flyttar hit i januari."
    again = {**DETAILS, "lives_elsewhere": "on", "purpose": "Praktik."}
    assert submit(sender, reverse("referral_correct", args=[referral.pk]), again).status_code == 302
    assert referral.departures.count() == 1


@pytest.mark.parametrize(("page", "more"), PAGES)
def test_what_no_motive_gets_round_is_refused(
    sender: Client, caseworker: User, unit: IncomeSupportUnit, page: str, more: dict[str, str]
) -> None:
    referral = ReferralFactory(sent_by=caseworker, unit=unit, incomplete=page == "referral_complete")
    rule = EligibilityRuleFactory(elsewhere=True)
    refused = submit(sender, reverse(page, args=[referral.pk]), {**DETAILS, **more, "lives_elsewhere": "on"})
    assert refused.status_code == 422
    assert rule.text in text(refused)
    referral.refresh_from_db()
    assert not referral.lives_elsewhere
