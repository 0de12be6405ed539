"""A wrong date is put right by somebody, and what stood there is kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from aspirants.models import Enrolment
from core.history.tracking import changes_of
from core.refusals import OperationRefused
from demo.factories import (
    EnrolmentFactory,
    ReferralFactory,
    TargetGroupFactory,
    TargetGroupRuleFactory,
    UserFactory,
    WalkInFactory,
)
from organisation.models import Jobbtorg, User
from referrals.models import Referral, WalkIn
from referrals.operations import accept_referral
from referrals.operations.stated.correcting import correct_referral, correct_walk_in
from referrals.shown import shown_walk_in
from tests.post_forms import submit
from tests.referrals.pages import DETAILS, send, shown_now, text
from tests.visits import signed_in

TYPED = {**DETAILS, "phone": "", "benefit_applied_on": "2026-11-02", "unemployed_since": "2025-06-01"}


@pytest.fixture
def referral(sender: Client, jobbtorg: Jobbtorg) -> Referral:
    return send(sender, jobbtorg)


def correct(client: Client, referral: Referral, **changes: Any) -> Any:
    return submit(client, reverse("referral_correct", args=[referral.pk]), {**TYPED, **changes})


def test_the_sender_puts_a_date_right_and_both_sides_read_what_it_was(
    referral: Referral, sender: Client, coach: User
) -> None:
    accept_referral(actor=coach, referral=referral, seen_referral=shown_now(referral))
    assert correct(sender, referral).status_code == 302
    referral.refresh_from_db()
    assert str(referral.unemployed_since) == "2025-06-01"
    for browser in (sender, signed_in(coach)):
        page = text(browser.get(reverse("referral_detail", args=[referral.pk])))
        assert "Rättad" in page
        assert "Arbetslös sedan: 2026-06-01 blev 2025-06-01." in page
    versions = changes_of(Referral).objects.filter(pgh_obj_id=referral.pk)
    assert {str(one.unemployed_since) for one in versions} >= {"2026-06-01", "2025-06-01"}


def test_the_purpose_that_stood_before_is_read_by_both_sides(referral: Referral, sender: Client, coach: User) -> None:
    correct(sender, referral, purpose="Praktik inom vården.")
    for browser in (sender, signed_in(coach)):
        page = text(browser.get(reverse("referral_detail", args=[referral.pk])))
        assert "Syftet var: Stöd att söka arbete." in page


def test_what_is_corrected_decides_whom_the_promise_covers(referral: Referral, sender: Client) -> None:
    correct(sender, referral, benefit_kind="NONE", benefit_reason="SOCIAL")
    referral.refresh_from_db()
    assert not referral.clock.covered


def test_nothing_changed_is_said_and_leaves_no_event(referral: Referral, sender: Client) -> None:
    page = correct(sender, referral, unemployed_since="2026-06-01")
    assert "Ingenting är ändrat." in text(page)
    assert referral.events.count() == 1


def test_two_tabs_the_second_shows_what_has_changed(referral: Referral, sender: Client) -> None:
    address = reverse("referral_correct", args=[referral.pk])
    first = sender.get(address).context["form"].now.token()
    correct(sender, referral)
    second = sender.post(address, {**TYPED, "unemployed_since": "2024-01-01", "seen": first})
    assert second.status_code == 409
    referral.refresh_from_db()
    assert str(referral.unemployed_since) == "2025-06-01"


def test_what_the_sender_wrote_the_jobbtorg_does_not_change(referral: Referral, coach: User) -> None:
    with pytest.raises(OperationRefused):
        correct_referral(actor=coach, referral=referral, seen_referral=shown_now(referral), has_children_at_home=False)
    page = text(signed_in(coach).get(reverse("referral_detail", args=[referral.pk])))
    assert reverse("referral_correct", args=[referral.pk]) not in page


@pytest.mark.parametrize("enrolled", [False, True])
def test_what_the_jobbtorg_wrote_it_puts_right_also_once_enrolled(
    coach: User, jobbtorg: Jobbtorg, enrolled: bool
) -> None:
    facts = {"enrolled": True, "enrolment__jobbtorg": jobbtorg} if enrolled else {}
    referral = ReferralFactory(paper=True, jobbtorg=jobbtorg, **facts)
    assert correct(signed_in(coach), referral).status_code == 302
    referral.refresh_from_db()
    assert str(referral.unemployed_since) == "2025-06-01"
    elsewhere = signed_in(UserFactory(coach=True))
    assert elsewhere.get(reverse("referral_correct", args=[referral.pk])).status_code == 404


def test_the_sender_cannot_once_the_person_is_enrolled(caseworker: User) -> None:
    referral = ReferralFactory(enrolled=True, unit=caseworker.income_support_unit, sent_by=caseworker)
    with pytest.raises(OperationRefused):
        correct_referral(
            actor=caseworker, referral=referral, seen_referral=shown_now(referral), has_children_at_home=True
        )


def test_what_a_visitor_stated_is_put_right_on_the_tab_of_the_case(coach: User, jobbtorg: Jobbtorg) -> None:
    visit = WalkInFactory(enrolment=EnrolmentFactory(jobbtorg=jobbtorg, coach=coach, origin="WALK_IN"))
    browser, case = signed_in(coach), visit.enrolment
    page = text(browser.get(reverse("case_referral", args=[case.pk])))
    address = reverse("visit_correct", args=[case.pk])
    assert address in page
    assert submit(browser, address, TYPED).status_code == 302
    visit.refresh_from_db()
    assert str(visit.unemployed_since) == "2025-06-01"
    assert "2025-06-01" in text(browser.get(reverse("case_referral", args=[case.pk])))
    history = text(browser.get(reverse("case_history", args=[case.pk])))
    assert "Dagen då arbetslösheten började" in history
    assert changes_of(WalkIn).objects.filter(enrolment=case).count() == 2


def test_the_target_group_follows_the_facts_until_somebody_chooses_one(coach: User, jobbtorg: Jobbtorg) -> None:
    rule = TargetGroupRuleFactory()
    social = TargetGroupRuleFactory(
        name="Sociala skäl", target_group=TargetGroupFactory(code="TG9", name="Grupp nio"), benefit_reasons=["SOCIAL"]
    )
    case = EnrolmentFactory(jobbtorg=jobbtorg, coach=coach, origin="WALK_IN", target_group=rule.target_group)
    WalkInFactory(enrolment=case, benefit_reason="ARBETSBRIST")
    browser, address = signed_in(coach), reverse("visit_correct", args=[case.pk])
    shown = text(browser.get(address))
    assert f"Målgrupp: {rule.target_group}" in shown
    assert "Syfte" not in shown
    told = submit(browser, address, {**TYPED, "benefit_reason": "SOCIAL"}, follow=True)
    assert f"Målgrupp nu: {social.target_group}." in text(told)
    case.refresh_from_db()
    assert case.target_group == social.target_group
    chosen = TargetGroupFactory(code="TG8", name="Grupp åtta")
    Enrolment.objects.filter(pk=case.pk).update(target_group=chosen)
    assert submit(browser, address, {**TYPED, "benefit_reason": "ARBETSBRIST"}).status_code == 302
    case.refresh_from_db()
    assert case.target_group == chosen


def test_the_group_of_a_referral_follows_too(referral: Referral, sender: Client) -> None:
    social = TargetGroupRuleFactory(benefit_reasons=["SOCIAL"])
    assert correct(sender, referral, benefit_reason="SOCIAL").status_code == 302
    referral.refresh_from_db()
    assert referral.target_group == social.target_group
    assert (
        correct(sender, referral, benefit_reason="ARBETSBRIST", target_group=referral.target_group_id).status_code
        == 302
    )
    referral.refresh_from_db()
    assert referral.target_group is None


def test_another_jobbtorg_does_not_change_it(jobbtorg: Jobbtorg) -> None:
    visit = WalkInFactory(enrolment__jobbtorg=jobbtorg)
    with pytest.raises(OperationRefused):
        correct_walk_in(
            actor=UserFactory(coach=True),
            enrolment=visit.enrolment,
            seen_walk_in=shown_walk_in(visit),
            has_children_at_home=True,
        )
