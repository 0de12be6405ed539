"""A death, a fact of the person and not of one case: registering it, what ends with it, taking it back (FC-05)."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from aspirants.closing.hanging import HangingThing
from aspirants.models import Closure, ClosureReason, DisclosureBasis, Enrolment, Person
from aspirants.models.closures import DECEASED
from aspirants.operations.persons import set_death
from aspirants.reasons import checked_reason
from aspirants.shown import shown_life
from casework.closings.days import last_day_to_reopen
from casework.closings.judging import ClosingAnswers
from casework.operations.closing import end_case
from casework.operations.reopening import reopen_case
from casework.shown import shown_case
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from core.swedish.dates import long_date, start_of_day
from core.workdays import ONE_DAY
from deadlines.operations import cancel_clocks
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from organisation.access.acting import DatabaseRole, as_database_role
from organisation.access.permissions import Act, require
from organisation.models import User
from referrals.models import DeclineReason, Referral
from referrals.operations.steps import lock_referral, notify_of_step, sender_of, take_step
from referrals.shown import shown_referral
from referrals.workflow import ReferralAct

ELSEWHERE = (
    "Personen har ett öppet ärende eller en öppen remiss vid ett annat jobbtorg. "
    "Dödsfallet registreras där. Ring enhetschefen på jobbtorget."
)
"""As with a second case: that there is one, and not where nor since when."""


@transaction.atomic
def register_death(
    *,
    actor: User,
    enrolment: Enrolment,
    seen_life: Seen,
    deceased_on: datetime.date,
    basis: DisclosureBasis | None = None,
) -> Person:
    """Register that the person of a case has died on a local date. What is open at the jobbtorg ends with it.

    The open case is closed as *Avliden* (no share counts it), the closing is disclosed on the ground `basis`, coming
    bookings are cancelled and waiting referrals end as no longer current, with their clocks cancelled. From then on
    the person is on no list of work, is invited to nothing and cannot be enrolled. Raises OperationRefused.
    """
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    # In the order in which everybody locks: referrals, cases, the person.
    list(Referral.objects.waiting().filter(person=enrolment.person_id).order_by("pk").select_for_update())
    case = _case(enrolment)
    list(Enrolment.objects.open().filter(person=enrolment.person_id).order_by("pk").select_for_update(of=("self",)))
    person = _locked(enrolment.person_id)
    case.person = person
    require_seen(seen_life, shown_life(case))
    _require_possible(person, deceased_on)
    _require_all_here(person, case.jobbtorg_id)
    set_death(person=person, deceased_on=deceased_on)
    still_open = Enrolment.objects.select_for_update(of=("self",)).open().filter(person=person).first()
    if still_open is not None:
        _close(actor, still_open, deceased_on, basis)
    for referral in Referral.objects.waiting().filter(person=person):
        _end(actor, lock_referral(referral=referral))
    return person


@transaction.atomic
def end_referral_of_dead(
    *, actor: User, referral: Referral, seen_referral: Seen, deceased_on: datetime.date | None = None
) -> Referral:
    """End a waiting referral of somebody who has died, in words that tell the sender no more than that it has ended.

    `deceased_on` registers the death of somebody of whom it is not registered yet; else it is None.
    """
    require(actor, Act.RECEIVE_REFERRAL, at=referral.jobbtorg_id)
    referral = lock_referral(referral=referral)
    require(actor, Act.RECEIVE_REFERRAL, at=referral.jobbtorg_id)
    person = _locked(referral.person_id)
    require_seen(seen_referral, shown_referral(referral))
    if person.deceased_on is None:
        if deceased_on is None:
            raise OperationRefused("Skriv vilken dag personen avled.", field="deceased_on")
        _require_possible(person, deceased_on)
        _require_all_here(person, referral.jobbtorg_id)
        set_death(person=person, deceased_on=deceased_on)
    _end(actor, referral)
    return referral


@transaction.atomic
def take_back_death(*, actor: User, enrolment: Enrolment, seen_life: Seen, reason: str) -> Person:
    """A manager takes back a death that was registered by mistake. The history keeps that it was registered, and why
    it was taken back. The case that was closed because of it is opened again, within the days that allow it. Referrals
    that ended stay ended, and new ones are taken again.
    """
    refusal = "Bara enhetschefen kan ta tillbaka ett dödsfall."
    require(actor, Act.TAKE_BACK_DEATH, at=enrolment.jobbtorg_id, refusal=refusal)
    case = _case(enrolment)
    person = _locked(enrolment.person_id)
    case.person = person
    require_seen(seen_life, shown_life(case))
    checked_reason(reason)
    if person.deceased_on is None:
        raise OperationRefused("Personen är inte registrerad som avliden.")
    set_death(person=person, deceased_on=None)
    closed = _closed_by_death(person)
    if closed is not None:
        reopen_case(actor=actor, enrolment=closed, seen_case=shown_case(closed), reason=reason)
    return person


def _closed_by_death(person: Person) -> Enrolment | None:
    """The case that was closed because of the death and can still be opened again."""
    closed = Closure.objects.standing().filter(enrolment__person=person, reason__code=DECEASED)
    for closure in closed.select_related("enrolment__jobbtorg", "enrolment__person", "reason").order_by("-pk"):
        if timezone.localdate() <= last_day_to_reopen(closure):
            case: Enrolment = closure.enrolment
            return case
    return None


def follow_correction(*, closure: Closure, new: Closure) -> None:
    """Let the fact follow a closing that was given another reason.

    Part of: `correct_closing`.
    """
    if new.reason.code == DECEASED:
        _set_with_closing(new.enrolment, new)
    elif closure.reason.code == DECEASED:
        set_death(person=new.enrolment.person, deceased_on=None)


def _set_with_closing(enrolment: Enrolment, closure: Closure) -> None:
    if closure.reason.code == DECEASED and enrolment.person.deceased_on is None:
        set_death(person=enrolment.person, deceased_on=closure.closed_on)


def _take_away(enrolment: Enrolment) -> None:
    if enrolment.person.deceased_on is not None:
        set_death(person=enrolment.person, deceased_on=None)


DEATH = HangingThing(
    key="death",
    label="Dödsfall",
    becomes="registreras",
    position=100,
    found=lambda enrolment: [],
    settle=lambda actor, enrolment, closure: _set_with_closing(enrolment, closure),
    bring_back=lambda actor, enrolment, closure: _take_away(enrolment),
)
"""Closing as *Avliden* makes the death a fact of the person; opening the case again takes it away."""


def _locked(key: int) -> Person:
    """The person, locked so that who adds a case or a referral at this moment waits, and is seen here if first."""
    person = Person.objects.select_for_update().filter(pk=key).first()
    if person is None:
        raise OperationRefused("Personen finns inte längre vid ert jobbtorg.")
    return person


def _case(enrolment: Enrolment) -> Enrolment:
    case: Enrolment | None = Enrolment.objects.select_for_update(of=("self",)).filter(pk=enrolment.pk).first()
    if case is None or case.jobbtorg_id != enrolment.jobbtorg_id:
        raise OperationRefused("Ärendet finns inte längre vid ert jobbtorg.")
    return case


def _require_possible(person: Person, deceased_on: datetime.date) -> None:
    if person.deceased_on is not None:
        raise OperationRefused(f"Personen är redan registrerad som avliden {person.deceased_on}.")
    if deceased_on > timezone.localdate():
        raise OperationRefused("Datumet kan inte ligga i framtiden.", field="deceased_on")
    if person.birth_date is not None and deceased_on < person.birth_date:
        raise OperationRefused("Datumet ligger före personens födelse. Kontrollera det.", field="deceased_on")
    _require_met_no_later(person, deceased_on)


def _require_met_no_later(person: Person, deceased_on: datetime.date) -> None:
    """Refuse a day before one on which the person was met: either the day is wrong, or the meeting is."""
    met = Meeting.objects.filter(enrolment__person=person, status=MeetingStatus.PRESENT)
    later = met.filter(starts_at__gte=start_of_day(deceased_on + ONE_DAY)).order_by("-starts_at").first()
    if later is not None:
        day = long_date(timezone.localdate(later.starts_at))
        raise OperationRefused(
            f"Aspiranten närvarade på ett möte {day}. Kontrollera dagen, eller rätta mötet först.",
            field="deceased_on",
        )


def _require_all_here(person: Person, jobbtorg: int) -> None:
    """What another jobbtorg has open only that jobbtorg ends; so the death is registered there."""
    with as_database_role(DatabaseRole.REGISTRAR):
        cases = Enrolment.objects.open().filter(person=person).exclude(jobbtorg=jobbtorg)
        referrals = Referral.objects.waiting().filter(person=person).exclude(jobbtorg=jobbtorg)
        elsewhere = cases.exists() or referrals.exists()
    if elsewhere:
        raise OperationRefused(ELSEWHERE)


def _close(actor: User, case: Enrolment, deceased_on: datetime.date, basis: DisclosureBasis | None) -> None:
    """Whatever was booked, drafted or written down later: a death waits for nobody to log a meeting."""
    if case.income_support_unit_id is not None and basis is None:
        raise OperationRefused("Välj rättslig grund.", field="basis")
    end_case(
        actor=actor,
        enrolment=Enrolment.objects.select_related("person", "jobbtorg").get(pk=case.pk),
        closed_on=max(deceased_on, case.enrolled_on),
        answers=ClosingAnswers(ClosureReason.objects.get(code=DECEASED)),
        # Without a unit nothing is disclosed, on whatever ground.
        basis=basis or DisclosureBasis.OSL_26_1,
    )


def _end(actor: User, referral: Referral) -> None:
    """Neutrally: the clocks are cancelled and counted nowhere, and the sender reads that it is no longer current."""
    referral.decline_reason = DeclineReason.NOT_CURRENT
    event = take_step(actor=actor, referral=referral, act=ReferralAct.END_FOR_DEATH)
    cancel_clocks(reference=referral.clock.reference, today=timezone.localdate())
    text = f"Remiss {referral.number} har avslutats: {DeclineReason.NOT_CURRENT.label.lower()}"
    notify_of_step(recipients=sender_of(referral=referral), referral=referral, event=event, text=text)
