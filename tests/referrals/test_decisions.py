"""Who wants the decision on benefit first: the promise is paused by P05 until it is made (R-2-54, deadlines 2.4.5)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from aspirants.models import Enrolment
from deadlines.choices import not_kept
from deadlines.jobs.sweep import sweep
from deadlines.models import (
    Breach,
    ClockKind,
    ClockPause,
    ClockStatus,
    DeadlineClock,
    PauseReason,
    PolicyUse,
    StartEvent,
)
from deadlines.operations.open_pauses import end_unapproved_pauses
from deadlines.operations.pauses import pause_clock, resume_clock
from deadlines.shown import shown_clock
from demo.factories import DeadlinePolicyFactory, ReferralEventFactory
from organisation.models import Jobbtorg, User
from referrals.models import Referral, ReferralStatus, WalkIn
from referrals.operations import accept_referral, enrol_referral, return_referral
from referrals.sender.status_texts import open_question
from tests.post_forms import submit
from tests.referrals.pages import DETAILS, send, shown_now, text
from tests.referrals.test_facts import visit
from tests.visits import signed_in

WAITS = {"wants_decision_first": "on", "benefit_decision_status": "APPLIED"}
DECIDED = {"decision": "DECIDED", "decided_on": "2026-11-26"}


def at(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(9), datetime.UTC)


@pytest.fixture
def referral(sender: Client, jobbtorg: Jobbtorg) -> Referral:
    """Sent on Monday 23 November 2026 about somebody who waits."""
    return send(sender, jobbtorg, **WAITS)


def stands(referral: Referral) -> tuple[str, str]:
    clock = DeadlineClock.objects.get(pk=referral.clock_id)
    return clock.status, str(clock.due_on)


def test_the_clock_is_paused_from_the_day_it_was_received(referral: Referral) -> None:
    assert stands(referral) == (ClockStatus.PAUSED, "None")
    pause = ClockPause.objects.get()
    assert (pause.reason, pause.paused_from, pause.resumed_on) == (PauseReason.P05, referral.received_on, None)
    assert pause.counts_until == datetime.date(2026, 12, 19), "20 working days, then it is the manager's decision"


@pytest.mark.parametrize("who", ["sender", "jobbtorg"])
def test_the_decision_ends_it_on_its_day_whoever_registers_it(
    referral: Referral, caseworker: User, coach: User, clock: time_machine.Traveller, who: str
) -> None:
    """Made on Thursday 26 November, registered on Monday 30: the fifth day from it is Wednesday."""
    clock.move_to(at(datetime.date(2026, 11, 30)), tick=False)
    browser = signed_in(caseworker if who == "sender" else coach)
    page = browser.get(reverse("referral_detail", args=[referral.pk]))
    assert "Personen väntar på beslutet om ersättningen" in text(page)
    address = reverse("referral_decision", args=[referral.pk])
    assert address in text(page)
    answer = submit(browser, address, DECIDED)
    assert answer.status_code == 302, text(answer)
    assert stands(referral) == (ClockStatus.RUNNING, "2026-12-02")
    referral.refresh_from_db()
    assert (referral.benefit_decision_status, str(referral.benefit_decided_on)) == ("DECIDED", "2026-11-26")
    assert "Beslut om ersättningen" in text(browser.get(reverse("referral_detail", args=[referral.pk])))
    assert address not in text(browser.get(reverse("referral_detail", args=[referral.pk])))


def test_enrolment_needs_no_decision_and_the_pause_goes_on(
    referral: Referral, sender: Client, coach: User, clock: time_machine.Traveller
) -> None:
    accept_referral(actor=coach, referral=referral, seen_referral=shown_now(referral))
    case = enrol_referral(actor=coach, referral=referral, seen_referral=shown_now(referral), coach=coach)
    assert stands(referral) == (ClockStatus.PAUSED, "None")
    clock.move_to(at(datetime.date(2026, 11, 27)), tick=False)
    sender.force_login(referral.sent_by)
    assert submit(sender, reverse("referral_decision", args=[referral.pk]), DECIDED).status_code == 302
    assert stands(referral) == (ClockStatus.RUNNING, "2026-12-02")
    assert Referral.objects.get().status == ReferralStatus.ENROLLED
    page = text(signed_in(coach).get(reverse("case", args=[case.pk])))
    assert "Remissens uppgifter rättades" in page


def test_after_20_working_days_it_is_the_managers_decision_as_ever(
    referral: Referral, clock: time_machine.Traveller, sender: Client
) -> None:
    """A decision that comes later does not give back what has run out (FC-33)."""
    clock.move_to(at(datetime.date(2026, 12, 21)), tick=False)
    assert end_unapproved_pauses(on=datetime.date(2026, 12, 21)) == 1
    status, due_on = stands(referral)
    assert (status, due_on) == (ClockStatus.RUNNING, "2026-12-29")
    sender.force_login(referral.sent_by)
    submit(
        sender, reverse("referral_decision", args=[referral.pk]), {"decision": "REFUSED", "decided_on": "2026-12-21"}
    )
    assert stands(referral) == (ClockStatus.RUNNING, due_on)
    assert ClockPause.objects.get().resumed_on == datetime.date(2026, 12, 19)


def test_what_is_late_is_not_healed_by_a_decision(
    referral: Referral, clock: time_machine.Traveller, sender: Client
) -> None:
    clock.move_to(at(datetime.date(2027, 1, 18)), tick=False)
    end_unapproved_pauses(on=datetime.date(2027, 1, 18))
    DeadlineClock.objects.filter(pk=referral.clock_id).update(status=ClockStatus.BREACHED)
    sender.force_login(referral.sent_by)
    submit(
        sender, reverse("referral_decision", args=[referral.pk]), {"decision": "DECIDED", "decided_on": "2027-01-18"}
    )
    assert stands(referral)[0] == ClockStatus.BREACHED


def test_a_decision_of_the_first_day_leaves_the_promise_as_it_was(referral: Referral, sender: Client) -> None:
    """Day 0 is not counted anyway."""
    submit(sender, reverse("referral_decision", args=[referral.pk]), {**DECIDED, "decided_on": "2026-11-23"})
    assert stands(referral) == (ClockStatus.RUNNING, "2026-11-30")


@pytest.mark.parametrize(("decided_on", "said"), [("2026-11-24", "framtiden"), ("2026-11-01", "före ansökan")])
def test_a_day_that_cannot_be(referral: Referral, sender: Client, decided_on: str, said: str) -> None:
    page = submit(sender, reverse("referral_decision", args=[referral.pk]), {**DECIDED, "decided_on": decided_on})
    assert said in text(page)
    assert list(page.context["form"].errors) == ["decided_on"]
    assert stands(referral)[0] == ClockStatus.PAUSED


def test_who_does_not_wait_has_no_pause_and_no_page(sender: Client, jobbtorg: Jobbtorg) -> None:
    referral = send(sender, jobbtorg, wants_decision_first="on", benefit_decision_status="DECIDED")
    assert stands(referral) == (ClockStatus.RUNNING, "2026-11-30")
    page = sender.get(reverse("referral_decision", args=[referral.pk]), follow=True)
    assert "Ingen väntar på ett beslut." in text(page)


def _visit_waits(coach: User, **changes: Any) -> Enrolment:
    facts = {"benefit_decided_on": "", "unit_asked": "1", **WAITS, **changes}
    page = visit(signed_in(coach), **facts)
    assert page.status_code == 200, text(page)
    return Enrolment.objects.get()


def test_a_visit_waits_as_well_and_the_jobbtorg_registers_the_decision(coach: User) -> None:
    """Came on Thursday 19 November; the decision of Friday 20 makes that the first day that counts."""
    case = _visit_waits(coach)
    clock = case.clocks.get()
    assert (clock.status, clock.pauses.get().paused_from) == (ClockStatus.PAUSED, datetime.date(2026, 11, 19))
    browser = signed_in(coach)
    page = text(browser.get(reverse("case_referral", args=[case.pk])))
    assert reverse("visit_decision", args=[case.pk]) in page
    typed = {**DECIDED, "decided_on": "2026-11-20"}
    assert submit(browser, reverse("visit_decision", args=[case.pk]), typed).status_code == 302
    clock.refresh_from_db()
    assert (clock.status, str(clock.due_on)) == (ClockStatus.RUNNING, "2026-11-26")
    assert WalkIn.objects.get().benefit_decision_status == "DECIDED"


def test_a_manager_decides_by_registering_that_the_pause_goes_on(manager: User) -> None:
    pause = _visit_waits(manager).clocks.get().pauses.get()
    assert (pause.counts_until, pause.approved_by) == (None, manager)


def _measured_from_the_application() -> None:
    """Two indicators of five working days from the application of 2 November: over before the visit of the 19th."""
    for kind in (ClockKind.JOB_OFFER_5, ClockKind.JOB_GOT_5):
        DeadlinePolicyFactory(kind=kind, use=PolicyUse.REPORT_ONLY, start_event=StartEvent.BENEFIT_APPLIED)


def test_all_that_counts_from_that_day_waits_too(coach: User) -> None:
    _measured_from_the_application()
    case = _visit_waits(coach)
    sweep(on=datetime.date(2026, 11, 23))
    assert [clock.status for clock in case.clocks.all()] == [ClockStatus.PAUSED] * 3
    assert not Breach.objects.exists()
    typed = {**DECIDED, "decided_on": "2026-11-20"}
    submit(signed_in(coach), reverse("visit_decision", args=[case.pk]), typed)
    assert {str(clock.due_on) for clock in case.clocks.all()} == {"2026-11-26"}


def test_an_indicator_is_no_broken_promise_of_a_case_and_asks_for_no_cause(coach: User) -> None:
    _measured_from_the_application()
    visit(signed_in(coach))
    sweep(on=datetime.date(2026, 11, 23))
    breaches = Breach.objects.order_by("pk")
    assert breaches.count() == 2
    browser, case = signed_in(coach), Enrolment.objects.get()
    Enrolment.objects.update(coach=coach)
    page = text(browser.get(reverse("case", args=[case.pk])))
    for words in ("i tid", "inom fem", "Bruten"):
        assert words not in page, words
    explained = text(browser.get(reverse("clock_explain", args=[breaches[0].clock_id])))
    assert "Ingen orsak behövs." in explained
    assert "Ange orsak" not in explained
    assert "Bruten" not in explained
    assert not_kept(ClockKind.JOB_OFFER_5) == "Jobb erbjöds inte inom fem arbetsdagar"


OTHERWISE = {**DETAILS, "phone": "", "benefit_applied_on": "2026-11-02", "unemployed_since": "2025-06-01"}
"""What a correction of another fact sends in."""


def correct(sender: Client, referral: Referral, **changes: Any) -> None:
    address = reverse("referral_correct", args=[referral.pk])
    answer = submit(sender, address, {**OTHERWISE, **changes})
    assert answer.status_code == 302, text(answer)


def test_a_pause_that_somebody_else_has_registered_is_not_ended_by_a_correction(
    sender: Client, jobbtorg: Jobbtorg, coach: User
) -> None:
    """The referral does not wait: the coach has agreed with the person to wait, and knows why."""
    referral = send(sender, jobbtorg)
    promise, tuesday = referral.clock, datetime.date(2026, 11, 24)
    pause_clock(
        actor=coach, clock=promise, seen_clock=shown_clock(promise), reason=PauseReason.P05, paused_from=tuesday
    )
    correct(sender, referral)
    assert stands(referral) == (ClockStatus.PAUSED, "None")
    pause = ClockPause.objects.get()
    assert (pause.paused_from, pause.resumed_on) == (tuesday, None)


def test_a_wait_that_the_coach_has_ended_does_not_come_back_with_a_correction(
    referral: Referral, sender: Client, coach: User, clock: time_machine.Traveller
) -> None:
    """Paused from Monday 23 to Wednesday 25 November: only Tuesday is not counted, so that Tuesday 1 December is it."""
    clock.move_to(at(datetime.date(2026, 11, 25)), tick=False)
    wednesday, promise = datetime.date(2026, 11, 25), DeadlineClock.objects.get(pk=referral.clock_id)
    resume_clock(actor=coach, clock=promise, seen_clock=shown_clock(promise), resumed_on=wednesday)
    assert stands(referral) == (ClockStatus.RUNNING, "2026-12-01")
    sender.force_login(referral.sent_by)
    correct(sender, referral, **WAITS)
    assert stands(referral) == (ClockStatus.RUNNING, "2026-12-01")
    assert ClockPause.objects.get().resumed_on == wednesday


def test_a_decision_that_was_registered_by_mistake_lets_the_person_wait_again(
    referral: Referral, sender: Client, clock: time_machine.Traveller
) -> None:
    """Decided on Tuesday 24, taken back on Thursday 26 November: it waits again from that day."""
    clock.move_to(at(datetime.date(2026, 11, 26)), tick=False)
    sender.force_login(referral.sent_by)
    submit(sender, reverse("referral_decision", args=[referral.pk]), {**DECIDED, "decided_on": "2026-11-24"})
    assert stands(referral) == (ClockStatus.RUNNING, "2026-11-30")
    correct(sender, referral, **WAITS)
    assert stands(referral) == (ClockStatus.PAUSED, "None")
    assert [(str(one.paused_from), str(one.resumed_on)) for one in ClockPause.objects.all()] == [
        ("2026-11-23", "2026-11-24"),
        ("2026-11-26", "None"),
    ]


def test_while_the_jobbtorg_waits_for_an_answer_the_decision_is_part_of_it(
    referral: Referral, sender: Client, coach: User
) -> None:
    said = "Remissen ska kompletteras. Beslutet anges av stadsdelen när den kompletterar remissen."
    return_referral(actor=coach, referral=referral, seen_referral=shown_now(referral), question="Vilken adress?")
    address = reverse("referral_decision", args=[referral.pk])
    detail = text(sender.get(reverse("referral_detail", args=[referral.pk])))
    assert "Personen väntar på beslutet om ersättningen" in detail
    assert address not in detail
    assert said in text(sender.get(address, follow=True))
    referral.refresh_from_db()
    assert said in text(
        sender.post(address, {**DECIDED, "decided_on": "2026-11-23", "seen": shown_now(referral).token()})
    )
    referral.refresh_from_db()
    assert (referral.status, referral.benefit_decision_status) == (ReferralStatus.INCOMPLETE, "APPLIED")
    assert stands(referral) == (ClockStatus.PAUSED, "None")


def test_what_was_put_right_while_a_question_waited_is_no_question(
    referral: Referral, caseworker: User, coach: User
) -> None:
    return_referral(actor=coach, referral=referral, seen_referral=shown_now(referral), question="Vilken adress?")
    ReferralEventFactory(
        referral=referral, status="INCOMPLETE", actor=caseworker, comment="Rättade uppgifter. Beslut om ersättningen."
    )
    asked = open_question(Referral.objects.get(pk=referral.pk))
    assert asked is not None
    assert (asked.comment, asked.actor) == ("Vilken adress?", coach)
