"""Putting stated facts right: by the sender until the person is enrolled, by the jobbtorg what it wrote itself."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from aspirants.models import Enrolment
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from deadlines.models import ClockKind, DeadlineClock, StartEvent
from organisation.access.permissions import Act, require
from organisation.models import User
from referrals.access import is_sender, may_correct, require_a_side
from referrals.choices import CORRECTION, ReferralStatus
from referrals.facts.changes import changes_in_words, name_before, purpose_before
from referrals.facts.coverage import coverage_of, coverage_of_visit, start_dates_of
from referrals.facts.rows import stated_rows
from referrals.models import Referral, WalkIn
from referrals.operations.stated.contact import Contact, say_contact
from referrals.operations.stated.counting import count_anew, follow_the_decision
from referrals.operations.steps import add_event, lock_referral
from referrals.rules.applying import apply_rules, apply_rules_to_visit, has_the_proposed_group
from referrals.rules.departing import NO_MOTIVES, Motives, depart_anew
from referrals.shown import shown_for_change, shown_walk_in

NOTHING_CHANGED = "Ingenting är ändrat. Ändra uppgiften som är fel, eller gå tillbaka."
NOT_YOURS = "Bara enheten som skickade remissen, eller jobbtorget som skrev den, kan rätta uppgifterna."
LONGEST_COMMENT = 300


@transaction.atomic
def correct_referral(
    *,
    actor: User,
    referral: Referral,
    seen_referral: Seen,
    motives: Motives = NO_MOTIVES,
    contact: Contact | None = None,
    **facts: Any,
) -> Referral:
    """Store other facts, by field; the versions before stay in the history, and an event says what changed.

    A sender is asked why, as for a new referral, where they depart from a rule (`motives`). What they say about the
    target group, coverage, clocks and the wait for a decision applies from now on. `contact` is the name
    and how to reach and talk to the person, where the sender writes of them. Raises OperationRefused.
    """
    require_a_side(actor, referral, NOT_YOURS)
    referral = lock_referral(referral=referral)
    if not may_correct(actor, referral):
        raise OperationRefused(NOT_YOURS)
    require_seen(seen_referral, shown_for_change(referral, with_name=contact is not None))
    before, called, waited = stated_rows(referral), referral.said_name, referral.waits_for_decision
    said = say_contact(referral=referral, contact=contact)
    _change(referral, facts, also=bool(said))
    depart_anew(referral=referral, motives=motives, asks_why=is_sender(actor))
    _store(referral, facts)
    now = stated_rows(referral)
    add_event(
        actor=actor,
        referral=referral,
        status=ReferralStatus(referral.status),
        comment=_in_words("; ".join(filter(None, [changes_in_words(before, now), *said]))),
        changes="\n".join(filter(None, [purpose_before(before, now), name_before(referral, called)])),
    )
    count_anew(
        actor=actor,
        clock=referral.clock,
        received_on=referral.received_on,
        coverage=coverage_of(referral),
        happened=start_dates_of(referral),
    )
    follow_the_decision(actor=actor, stated=referral, waited=waited, reference=referral.clock.reference)
    return referral


@transaction.atomic
def correct_walk_in(*, actor: User, enrolment: Enrolment, seen_walk_in: Seen, **facts: Any) -> WalkIn:
    """As `correct_referral`, for what somebody who came without one has stated; the case's history keeps it."""
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    walk_in = lock_walk_in(enrolment=enrolment, seen=seen_walk_in)
    waited = walk_in.waits_for_decision
    _change(walk_in, facts)
    _store(walk_in, facts)
    clock = guarantee_clock(enrolment=walk_in.enrolment)
    if clock is not None:
        happened = {
            StartEvent.BENEFIT_APPLIED: walk_in.benefit_applied_on,
            StartEvent.INQUIRY_DONE: walk_in.inquiry_done_on,
        }
        coverage = coverage_of_visit(walk_in, clock)
        count_anew(actor=actor, clock=clock, received_on=walk_in.came_on, coverage=coverage, happened=happened)
        follow_the_decision(actor=actor, stated=walk_in, waited=waited, reference=clock.reference)
    return walk_in


def lock_walk_in(*, enrolment: Enrolment, seen: Seen) -> WalkIn:
    """The visit as it is now, kept from others; refused where it is not as it was shown, or the case is closed.

    Part of: `correct_walk_in`, `correct_came_on`, `record_decision_of_visit`.
    """
    cases = Enrolment.objects.select_related("person", "jobbtorg", "income_support_unit", "target_group")
    enrolment = cases.locked_open(enrolment)
    walk_in: WalkIn | None = WalkIn.objects.select_for_update(of=("self",)).filter(enrolment=enrolment).first()
    if walk_in is None:
        raise OperationRefused("Ärendet har inga uppgifter från ett besök.")
    walk_in.enrolment = enrolment
    require_seen(seen, shown_walk_in(walk_in))
    return walk_in


def guarantee_clock(*, enrolment: Enrolment) -> DeadlineClock | None:
    """The clock of the jobbgaranti that the visit started.

    Part of: `correct_walk_in`, `correct_came_on`.
    """
    clocks = DeadlineClock.objects.select_related("policy", "person", "jobbtorg")
    found: DeadlineClock | None = clocks.filter(enrolment=enrolment, policy__kind=ClockKind.PLAN_GUARANTEE).first()
    return found


def _change(stated: Referral | WalkIn, facts: dict[str, Any], *, also: bool = False) -> None:
    """Set other facts. A proposed target group follows them; one that somebody has chosen stays."""
    if not also and all(getattr(stated, name) == value for name, value in facts.items()):
        raise OperationRefused(NOTHING_CHANGED)
    chooses = facts.get("target_group", stated.target_group) != stated.target_group
    follows = has_the_proposed_group(stated) and not chooses
    for name, value in facts.items():
        setattr(stated, name, value)
    if follows and isinstance(stated, Referral):
        stated.target_group = None
    elif follows and isinstance(stated, WalkIn):
        stated.enrolment.target_group = None


def _store(stated: Referral | WalkIn, facts: dict[str, Any]) -> None:
    decided = {"priority"}
    if isinstance(stated, Referral):
        apply_rules(stated)
        decided.add("target_group")
    else:
        apply_rules_to_visit(stated)
        stated.enrolment.save(update_fields=["target_group"])
    stated.save(update_fields=[*{*facts, *decided}])


def _in_words(changes: str) -> str:
    """The comment of a correction; cut where an event has no more room."""
    words = f"{CORRECTION}{changes}."
    return words if len(words) <= LONGEST_COMMENT else f"{words[: LONGEST_COMMENT - 1]}…"
