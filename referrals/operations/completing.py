"""A referral that lacks something goes back with a question, and comes again (G-51)."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from core.workdays import add_working_days
from deadlines.calculation.deadline import local_date
from deadlines.models import ClockStatus
from deadlines.operations import begin_waiting_clocks, make_clocks_wait, set_clock_coverage, start_further_clocks
from organisation.access.acting import DatabaseRole, as_database_role
from organisation.access.permissions import Act, may, require
from organisation.models import User
from organisation.reference_tables.calendar import stored_holiday
from referrals.facts.changes import changes_in_words, name_before, purpose_before
from referrals.facts.coverage import coverage_of, start_dates_of
from referrals.facts.rows import Row, stated_rows
from referrals.models import Referral, ReferralEvent
from referrals.operations.attached import send_attachments
from referrals.operations.stated.contact import Contact, say_contact
from referrals.operations.stated.counting import follow_the_decision
from referrals.operations.steps import lock_referral, notify_of_step, senders_of, take_step
from referrals.rules.applying import apply_rules, has_the_proposed_group
from referrals.rules.departing import NO_MOTIVES, Motives, depart_anew
from referrals.sender.status_texts import open_question
from referrals.shown import shown_for_change, shown_referral
from referrals.workflow import ReferralAct, require_step

WORKING_DAYS_TO_RETURN = 1
"""What is returned within so many working days of its receipt was never complete."""


def _returned_in_time(received_on: datetime.date, returned_on: datetime.date) -> bool:
    """Whether a referral went back soon enough for its clocks to count from the day it is complete (local dates)."""
    return returned_on <= add_working_days(received_on, WORKING_DAYS_TO_RETURN, stored_holiday)


def _counts_from_completion(referral: Referral, asked: ReferralEvent) -> bool:
    """Whether the referral is received on the day it is complete: its clock waits since it was returned in time."""
    in_time = _returned_in_time(referral.received_on, local_date(asked.at))
    return in_time and referral.clock.status == ClockStatus.WAITING


@transaction.atomic
def return_referral(*, actor: User, referral: Referral, seen_referral: Seen, question: str) -> Referral:
    """The jobbtorg asks the sender for what is missing. Done in time, its clocks wait for the answer."""
    refusal = "Bara jobbtorget kan be om komplettering."
    require(actor, Act.RECEIVE_REFERRAL, at=referral.jobbtorg_id, refusal=refusal)
    if not question:
        raise OperationRefused("Skriv vad som saknas i remissen.", field="question")
    referral = lock_referral(referral=referral)
    require_seen(seen_referral, shown_referral(referral))
    if not referral.unit.is_valid_on(timezone.localdate()):
        raise OperationRefused(f"{referral.unit} finns inte längre, så ingen där kan svara.")
    event = take_step(actor=actor, referral=referral, act=ReferralAct.RETURN, comment=question)
    if _returned_in_time(referral.received_on, timezone.localdate()):
        make_clocks_wait(reference=referral.number)
    text = f"Remiss {referral.number} behöver kompletteras"
    notify_of_step(recipients=senders_of(referral=referral), referral=referral, event=event, text=text)
    return referral


def _changes(before: list[Row], now: list[Row], said: list[str]) -> str:
    words = "; ".join(filter(None, [changes_in_words(before, now), *said]))
    return "\n".join(filter(None, [f"Ändrat: {words}." if words else "", purpose_before(before, now)]))


@transaction.atomic
def complete_referral(
    *,
    actor: User,
    referral: Referral,
    seen_referral: Seen,
    answer: str,
    motives: Motives = NO_MOTIVES,
    contact: Contact | None = None,
    **facts: Any,
) -> Referral:
    """The stadsdel answers and sends the referral in again; `facts` are the fields that it may change.

    Where they depart from a rule it says why, as for a new referral (`motives`). `contact`: as in `correct_referral`.

    One that was returned in time is received today, and its clocks count from today. What the facts say about
    coverage applies from now on, and a clock that counts from a day nobody had named is started.
    """
    if actor.income_support_unit_id != referral.unit_id or not may(actor, Act.SEND_REFERRAL):
        raise OperationRefused("Bara enheten som skickade remissen kan komplettera den.")
    referral = lock_referral(referral=referral)
    require_seen(seen_referral, shown_for_change(referral, with_name=contact is not None))
    if not answer:
        raise OperationRefused("Skriv ett svar på jobbtorgets fråga.", field="answer")
    asked, today = open_question(referral), timezone.localdate()
    require_step(referral.status, ReferralAct.COMPLETE)
    assert asked is not None, "only an incomplete referral becomes a submitted one"
    if _counts_from_completion(referral, asked):
        referral.received_on = today
    before, called, waited = stated_rows(referral), referral.said_name, referral.waits_for_decision
    # A proposed target group follows the facts; one that somebody has chosen stays.
    chooses = facts.get("target_group", referral.target_group) != referral.target_group
    follows = has_the_proposed_group(referral) and not chooses
    for name, value in facts.items():
        setattr(referral, name, value)
    if follows:
        referral.target_group = None
    depart_anew(referral=referral, motives=motives, asks_why=True)
    apply_rules(referral)
    changes = _changes(before, stated_rows(referral), say_contact(referral=referral, contact=contact))
    changes = "\n".join(filter(None, [changes, name_before(referral, called)]))
    event = take_step(actor=actor, referral=referral, act=ReferralAct.COMPLETE, comment=answer, changes=changes)
    referral.save(update_fields=[*facts, "received_on", "target_group", "priority"])
    send_attachments(referral=referral)
    begin_waiting_clocks(reference=referral.number, started_on=today)
    set_clock_coverage(beside=referral.clock, coverage=coverage_of(referral))
    referral.clock.refresh_from_db()
    with as_database_role(DatabaseRole.REGISTRAR):
        start_further_clocks(beside=referral.clock, received_on=referral.received_on, happened=start_dates_of(referral))
    follow_the_decision(
        actor=actor,
        stated=referral,
        waited=waited,
        reference=referral.number,
        waiting_from=referral.received_on,
    )
    notify_of_step(
        recipients=[asked.actor], referral=referral, event=event, text=f"Remiss {referral.number} är kompletterad"
    )
    return referral
