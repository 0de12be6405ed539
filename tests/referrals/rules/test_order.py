"""*Turordning*: what it does to the others that some are taken first (R-4-09); and *Prova en person*."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from core.shares import Share
from demo.factories import (
    EligibilityRuleFactory,
    PriorityRuleFactory,
    ReferralFactory,
    TargetGroupRuleFactory,
    UserFactory,
)
from organisation.models import Jobbtorg, User
from oversight.order.waits import longest_waiting, waits
from referrals.models import Referral
from tests.referrals.pages import text
from tests.visits import queries_for, signed_in

TODAY = datetime.date(2026, 11, 23)


def kept(
    jobbtorg: Jobbtorg, received_on: str, kept_on: str, priority: tuple[str, ...] = (), **facts: object
) -> Referral:
    """A referral whose promise was kept on a day."""
    at = datetime.datetime.fromisoformat(f"{kept_on}T10:00:00+00:00")
    return ReferralFactory(
        jobbtorg=jobbtorg,
        received_on=datetime.date.fromisoformat(received_on),
        priority=list(priority),
        clock__met=True,
        clock__fulfilled_at=at,
        **facts,
    )


def test_waiting_is_counted_in_working_days_for_both(jobbtorg: Jobbtorg, manager: User) -> None:
    """Five and five: over a weekend two days, the day after one; a breach among the others."""
    for _ in range(5):
        kept(jobbtorg, "2026-11-06", "2026-11-10", ("BARN",))
        kept(jobbtorg, "2026-11-09", "2026-11-10")
    ReferralFactory(jobbtorg=jobbtorg, breached=True)
    ReferralFactory(jobbtorg=jobbtorg, not_covered=True)
    kept(UserFactory(manager=True).jobbtorg, "2026-11-06", "2026-11-10", ("BARN",))
    found = waits(manager, TODAY)
    first, others = found[True], found[False]
    assert (first.promises, first.median, first.share_broken, first.waiting) == (5, 2, Share(0, 5), 0)
    assert (others.promises, others.median, others.share_broken, others.waiting) == (6, 1, Share(1, 6), 1)


def test_of_few_neither_median_nor_share_is_shown(jobbtorg: Jobbtorg, manager: User) -> None:
    for _ in range(4):
        kept(jobbtorg, "2026-11-06", "2026-11-10", ("BARN",))
    found = waits(manager, TODAY)[True]
    assert (found.median, found.share_broken) == (None, None)
    page = text(signed_in(manager).get(reverse("order_of_work")))
    assert "För få" in page
    assert "0 av 4" not in page


def test_those_who_have_waited_longest_are_named_first(jobbtorg: Jobbtorg, manager: User) -> None:
    last = ReferralFactory(jobbtorg=jobbtorg, due_today=True)
    first = ReferralFactory(jobbtorg=jobbtorg, breached=True, priority=["BARN"])
    ReferralFactory(jobbtorg=jobbtorg, protected=True)
    assert [(one.clock.pk, one.days) for one in longest_waiting(manager, TODAY)] == [
        (first.clock_id, 7),
        (last.clock_id, 5),
    ]
    page = text(signed_in(manager).get(reverse("order_of_work")))
    assert page.index(first.person.name) < page.index(last.person.name)
    assert "7 arbetsdagar" in page


def test_two_of_the_same_name_are_told_apart_where_they_lead(jobbtorg: Jobbtorg, manager: User) -> None:
    waiting = [ReferralFactory(jobbtorg=jobbtorg, person__first_name="Kim", person__last_name="Berg") for _ in range(2)]
    page = text(signed_in(manager).get(reverse("order_of_work")))
    for one in waiting:
        assert f'Kim Berg<span class="ds-sr-only"> – {one.number}</span></a>' in page
    assert "Hur länge de som tas först och de andra väntar" in page


def test_the_page_names_the_agreement_and_costs_the_same_for_many(jobbtorg: Jobbtorg, manager: User) -> None:
    rule = PriorityRuleFactory(jobbtorg=jobbtorg)
    client, path = signed_in(manager), reverse("order_of_work")
    assert f"{rule.district}: personer med barn ({rule.reference})" in text(client.get(path))
    kept(jobbtorg, "2026-11-06", "2026-11-10")
    few = queries_for(client, path)
    for _ in range(6):
        kept(jobbtorg, "2026-11-09", "2026-11-11", ("BARN",))
        ReferralFactory(jobbtorg=jobbtorg)
    assert queries_for(client, path) == few


class TestTryingAPerson:
    @pytest.fixture
    def administrator(self) -> Client:
        return signed_in(UserFactory(admin=True))

    def test_all_rules_answer_and_nothing_is_stored(self, administrator: Client, clock: time_machine.Traveller) -> None:
        EligibilityRuleFactory(age_to=30)
        TargetGroupRuleFactory(code="TG1")
        typed = {
            "on": "2026-11-23",
            "birth_date": "1979-04-17",
            "benefit_kind": "FORSORJNINGSSTOD",
            "benefit_reason": "ARBETSBRIST",
        }
        page = text(administrator.post(reverse("rules_try"), typed))
        for answer in (
            "Har ekonomiskt bistånd på grund av arbetslöshet.",
            "Villkor A, gäller från",
            "Nej, ålder: Personen ska ha fyllt 16 men inte 67 år.",
            "Försörjningsstöd på grund av arbetslöshet (regel TG1)",
            "Ingen prioriterad grupp",
        ):
            assert answer in page
        assert not Referral.objects.exists()

    def test_the_rules_of_another_day_answer(self, administrator: Client) -> None:
        page = text(administrator.post(reverse("rules_try"), {"on": "2007-12-31"}))
        assert "Inget villkor för jobbgarantin gällde den dagen." in page

    def test_is_for_administrators(self, manager: User) -> None:
        assert signed_in(manager).get(reverse("rules_try")).status_code == 403
