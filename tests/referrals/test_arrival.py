"""The day a paper referral or a visitor came is put right afterwards, and the clocks count from it (G-53)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from aspirants.models import Correction, Enrolment
from core.history.tracking import changes_of
from core.refusals import OperationRefused
from core.way_back import leads_back_to
from deadlines.clocks.lifecycle import fulfil_clock
from deadlines.jobs.sweep import sweep
from deadlines.models import Breach, ClockStatus, ContactChannel, DeadlineClock, Excuse, Fulfilment
from demo.factories import ContactAttemptFactory, ReferralFactory, UserFactory
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from organisation.models import Jobbtorg, User
from referrals.models import Referral, WalkIn
from referrals.operations.stated.arrival import correct_came_on, correct_received_on
from referrals.shown import shown_referral, shown_walk_in
from tests.post_forms import submit
from tests.referrals.pages import text
from tests.referrals.test_decisions import WAITS, at
from tests.referrals.test_facts import visit
from tests.roles import as_role
from tests.visits import signed_in

REASON = "Stämpeln säger en annan dag."


def day(number: int) -> datetime.date:
    """A day of November 2026; the 16th and the 23rd are Mondays, and the tests begin on the 23rd."""
    return datetime.date(2026, 11, number)


@pytest.fixture
def referral(jobbtorg: Jobbtorg) -> Referral:
    """On paper, typed in on Monday 23 as received on Thursday 19: last day Thursday 26 November."""
    made: Referral = ReferralFactory(jobbtorg=jobbtorg, paper=True, received_on=day(19), submitted_at=at(day(23)))
    assert made.clock.due_on == day(26)
    return made


def correct(actor: User, referral: Referral, to: datetime.date, reason: str = REASON) -> DeadlineClock:
    with as_role(WEB), acting_for(actor):
        now = Referral.objects.get(pk=referral.pk)
        correct_received_on(actor=actor, referral=now, seen_referral=shown_referral(now), received_on=to, reason=reason)
    return DeadlineClock.objects.get(pk=referral.clock_id)


def days(clock: DeadlineClock) -> tuple[str, datetime.date | None, datetime.date | None, datetime.date | None]:
    return clock.status, clock.started_on, clock.original_due_on, clock.due_on


def test_through_the_page_with_the_reason_and_what_stood_before(referral: Referral, coach: User) -> None:
    """Received on Tuesday 17: 18, 19, 20, 23 and 24 November are the five days."""
    browser, address = signed_in(coach), reverse("referral_arrival", args=[referral.pk])
    assert address in text(browser.get(reverse("referral_detail", args=[referral.pk])))
    assert "Stadsdelen kan också läsa det." in text(browser.get(address))
    refused = submit(browser, address, {"day": "2026-11-17", "reason": ""})
    assert "Skriv varför dagen rättas." in text(refused)
    done = submit(browser, address, {"day": "2026-11-17", "reason": REASON})
    assert done.url == reverse("referral_detail", args=[referral.pk])
    page = text(browser.get(done.url))
    assert "Dagen är rättad, och fristen räknas från den." in page
    assert f"Kom in: tor 19 nov 2026 blev tis 17 nov 2026. Skäl: {REASON}" in page
    assert days(DeadlineClock.objects.get()) == (ClockStatus.RUNNING, day(17), day(24), day(24))
    versions = changes_of(Referral).objects.filter(pgh_obj=referral.pk).order_by("pgh_id")
    assert [one.received_on for one in versions][-2:] == [day(19), day(17)]


def test_a_broken_promise_is_moved_on_by_a_manager_alone_who_revokes_the_breach(
    jobbtorg: Jobbtorg, coach: User, manager: User
) -> None:
    """Typed as Thursday 12, last day Thursday 19; it came on Thursday 19, last day Thursday 26."""
    referral = ReferralFactory(jobbtorg=jobbtorg, paper=True, received_on=day(12), submitted_at=at(day(23)))
    sweep(on=day(23))
    assert Breach.objects.get().due_on == day(19)
    with pytest.raises(OperationRefused, match="flytta en sista dag som har passerat"):
        correct(coach, referral, day(19))
    assert Referral.objects.get().received_on == day(12)
    assert days(correct(manager, referral, day(19))) == (ClockStatus.RUNNING, day(19), day(26), day(26))
    breach = Breach.objects.get()
    assert (breach.due_on, breach.revoked_by) == (day(19), manager)


def test_it_is_broken_at_once_where_the_right_last_day_has_passed(referral: Referral, coach: User) -> None:
    """Received on Thursday 12, last day Thursday 19: stamped today, once, with what did it."""
    assert days(correct(coach, referral, day(12))) == (ClockStatus.BREACHED, day(12), day(19), day(19))
    sweep(on=day(23))
    breach = Breach.objects.get()
    assert (breach.due_on, breach.jobbtorg, breach.cause) == (day(19), referral.jobbtorg, "")
    assert breach.comment == "Bröts när dagen då fristen började rättades."
    assert breach.stamped_at.date() == day(23)


def test_what_kept_the_promise_no_longer_does_where_the_right_last_day_came_before(
    referral: Referral, coach: User, clock: time_machine.Traveller
) -> None:
    """Kept on Thursday 26, the last day from the 19th; from Tuesday 17 it was Tuesday 24."""
    clock.move_to(at(day(26)), tick=False)
    fulfil_clock(referral.clock, at=at(day(26)), recorded_at=at(day(26)), fulfilment=Fulfilment.PLAN)
    assert DeadlineClock.objects.get().status == ClockStatus.MET
    assert days(correct(coach, referral, day(17))) == (ClockStatus.BREACHED, day(17), day(24), day(24))
    assert Breach.objects.get().due_on == day(24)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (19, "Det är samma dag som förut"),
        (24, "Dagen kan inte ligga efter att det registrerades mån 23 nov 2026"),
        (1, "före ansökan om försörjningsstöd"),
    ],
)
def test_a_day_that_cannot_be(
    referral: Referral, coach: User, clock: time_machine.Traveller, typed: int, said: str
) -> None:
    Referral.objects.filter(pk=referral.pk).update(benefit_applied_on=day(2))
    clock.move_to(at(day(25)), tick=False)
    with pytest.raises(OperationRefused, match=said) as refused:
        correct(coach, referral, day(typed))
    assert refused.value.field == "day"
    assert days(DeadlineClock.objects.get()) == (ClockStatus.RUNNING, day(19), day(26), day(26))


def test_nobody_was_sought_before_the_referral_came(referral: Referral, coach: User) -> None:
    ContactAttemptFactory(clock=referral.clock, attempted_at=at(day(19)))
    with pytest.raises(OperationRefused, match="sökt före den dagen"):
        correct(coach, referral, day(20))
    assert correct(coach, referral, day(18)).due_on == day(25)


def test_what_the_system_stamped_is_not_typed_otherwise(jobbtorg: Jobbtorg, coach: User, caseworker: User) -> None:
    """Neither the day a referral was sent in the system, nor by the sender, nor by another jobbtorg."""
    sent = ReferralFactory(jobbtorg=jobbtorg, unit=caseworker.income_support_unit, received_on=day(19))
    address = reverse("referral_arrival", args=[sent.pk])
    assert address not in text(signed_in(coach).get(reverse("referral_detail", args=[sent.pk])))
    page = text(signed_in(coach).get(address, follow=True))
    assert "bara för en remiss som kom på papper eller per telefon" in page
    on_paper = ReferralFactory(jobbtorg=jobbtorg, paper=True, received_on=day(19), unit=caseworker.income_support_unit)
    for actor, about in ((coach, sent), (caseworker, on_paper), (UserFactory(coach=True), on_paper)):
        with pytest.raises(OperationRefused, match="Bara jobbtorget"):
            correct_received_on(
                actor=actor, referral=about, seen_referral=shown_referral(about), received_on=day(18), reason=REASON
            )
    assert set(Referral.objects.values_list("received_on", flat=True)) == {day(19)}


def came(coach: User, **changes: Any) -> Enrolment:
    """Somebody who came on Thursday 19 and was enrolled that day; typed in on Monday 23."""
    page = visit(signed_in(coach), benefit_decided_on="", unit_asked="1", **changes)
    assert page.status_code == 200, text(page)
    return Enrolment.objects.get()


def correct_visit(actor: User, case: Enrolment, to: datetime.date) -> None:
    with as_role(WEB), acting_for(actor):
        walk_in = WalkIn.objects.select_related("enrolment__target_group").get(enrolment=case)
        correct_came_on(actor=actor, enrolment=case, seen_walk_in=shown_walk_in(walk_in), came_on=to, reason=REASON)


def test_a_visit_is_put_right_on_the_tab_of_the_case_and_its_history_says_it(coach: User) -> None:
    """Came on Wednesday 18: 19, 20, 23, 24 and 25 November. The enrolment stays the day it was."""
    case = came(coach)
    browser, address = signed_in(coach), reverse("visit_arrival", args=[case.pk])
    assert address in text(browser.get(reverse("case_referral", args=[case.pk])))
    done = submit(browser, address, {"day": "2026-11-18", "reason": REASON})
    assert done.url == reverse("case_referral", args=[case.pk]), text(done)
    case.refresh_from_db()
    assert (case.first_visit_on, case.enrolled_on, case.walk_in.came_on) == (day(18), day(19), day(18))
    assert days(case.clocks.get()) == (ClockStatus.RUNNING, day(18), day(25), day(25))
    kept = Correction.objects.get()
    assert (kept.kind, kept.reason, kept.made_by) == ("ARRIVAL", REASON, coach)
    assert kept.differences == [["Kom", "tor 19 nov 2026", "ons 18 nov 2026"]]
    told = text(browser.get(reverse("case", args=[case.pk])))
    for words in ("Rättat: Dagen för besöket", f"Skäl: {REASON}", "Kom: tor 19 nov 2026"):
        assert words in told, words


def test_a_visit_typed_a_day_too_early_is_moved_by_way_of_the_enrolment(coach: User) -> None:
    """Came and was enrolled on Friday 20, typed as Thursday 19: 23, 24, 25, 26 and 27 November."""
    case = came(coach)
    browser, address = signed_in(coach), reverse("visit_arrival", args=[case.pk])
    way = f"{reverse('enrolment_day', args=[case.pk])}?{leads_back_to(address)}"
    stopped = text(submit(browser, address, {"day": "2026-11-20", "reason": REASON}))
    assert "Dagen kan inte ligga efter inskrivningen tor 19 nov 2026. Rätta inskrivningsdagen först." in stopped
    assert f'href="{way}">Rätta inskrivningsdagen' in stopped
    assert submit(browser, way, {"enrolled_on": "2026-11-20", "reason": REASON}).url == address
    done = submit(browser, address, {"day": "2026-11-20", "reason": REASON})
    assert done.url == reverse("case_referral", args=[case.pk])
    case.refresh_from_db()
    assert (case.first_visit_on, case.enrolled_on, case.walk_in.came_on) == (day(20), day(20), day(20))
    assert days(case.clocks.get()) == (ClockStatus.RUNNING, day(20), day(27), day(27))


@pytest.fixture
def excused(jobbtorg: Jobbtorg) -> Referral:
    """Typed as Tuesday 10, last day Tuesday 17. Sought in vain on Friday 13 and Monday 16, in two ways (E03)."""
    made: Referral = ReferralFactory(jobbtorg=jobbtorg, paper=True, received_on=day(10), submitted_at=at(day(23)))
    for on, channel in ((day(13), ContactChannel.PHONE), (day(16), ContactChannel.LETTER)):
        ContactAttemptFactory(clock=made.clock, attempted_at=at(on), recorded_at=at(on), channel=channel)
    sweep(on=day(23))
    made.clock.refresh_from_db()
    assert days(made.clock) == (ClockStatus.EXCUSED, day(10), day(17), day(17))
    return made


def test_an_excused_promise_gets_the_right_days_and_stays_excused(
    excused: Referral, coach: User, manager: User
) -> None:
    """From Monday 9 the last day is Monday 16; from Thursday 12 it is Thursday 19, the manager's to move it on to."""
    assert days(correct(coach, excused, day(9))) == (ClockStatus.EXCUSED, day(9), day(16), day(16))
    with pytest.raises(OperationRefused, match="flytta en sista dag som har passerat"):
        correct(coach, excused, day(12))
    assert days(correct(manager, excused, day(12))) == (ClockStatus.EXCUSED, day(12), day(19), day(19))
    excuse = Excuse.objects.get()
    assert (excuse.reason, excuse.happened_on, excuse.revoked_at) == ("E03", day(16), None)
    assert not Breach.objects.exists()


def test_an_excuse_falls_that_was_not_in_time_by_the_right_last_day(excused: Referral, coach: User) -> None:
    """From Thursday 5 the last day was Thursday 12, before anybody was sought."""
    assert days(correct(coach, excused, day(5))) == (ClockStatus.BREACHED, day(5), day(12), day(12))
    assert Excuse.objects.get().revoked_by == coach
    assert (Breach.objects.get().due_on, Breach.objects.get().jobbtorg) == (day(12), excused.jobbtorg)


def test_nobody_comes_after_the_enrolment(coach: User) -> None:
    case = came(coach)
    with pytest.raises(OperationRefused, match="efter inskrivningen tor 19 nov 2026"):
        correct_visit(coach, case, day(20))
    assert days(case.clocks.get()) == (ClockStatus.RUNNING, day(19), day(26), day(26))


def test_who_waits_for_a_decision_has_waited_from_the_right_day(coach: User) -> None:
    """20 working days from Wednesday 18 November end with Tuesday 15 December."""
    case = came(coach, **WAITS)
    pause = case.clocks.get().pauses.get()
    assert (pause.paused_from, pause.counts_until) == (day(19), datetime.date(2026, 12, 17))
    correct_visit(coach, case, day(18))
    pause.refresh_from_db()
    assert (pause.paused_from, pause.resumed_on) == (day(18), None)
    assert pause.counts_until == datetime.date(2026, 12, 16)
    assert days(case.clocks.get()) == (ClockStatus.PAUSED, day(18), day(25), None)
