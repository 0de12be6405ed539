"""Rows for the statistics tests: units, cases with stays and closings, clocks; no more than the figures need."""

from __future__ import annotations

import datetime
import itertools

from django.utils import timezone

from aspirants.models import Closure, ClosureReason, ClosureStatus, Enrolment, IdentityKind, Person, UnitStay
from deadlines.models import ClockKind, ClockStatus, DeadlineClock, DeadlinePolicy, StartEvent
from organisation.models import District, IncomeSupportUnit, Jobbtorg, JobbtorgKind, Role, User

LONG_AGO = datetime.date(2007, 1, 1)
REASONS = {
    10: ("Arbete, tillsvidareanställning", "W", False),
    15: ("Eget företag", "W", False),
    20: ("Studier på komvux med studiemedel", "S", False),
    50: ("Flyttat från Stockholm", "O", True),
    60: ("Uteblir", "O", False),
    80: ("Avliden", "O", True),
    98: ("Okänd (importerad)", "O", False),
    99: ("Felregistrering", "X", False),
}

_numbers = itertools.count(1)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def unit(name: str, *, parent: Jobbtorg | None = None, valid_to: str | None = None) -> Jobbtorg:
    return Jobbtorg.objects.create(
        code=f"U{next(_numbers)}",
        name=name,
        parent=parent,
        kind=JobbtorgKind.FILIAL if parent else JobbtorgKind.JOBBTORG,
        valid_from=LONG_AGO,
        valid_to=day(valid_to) if valid_to else None,
    )


def district(name: str, *, successor: District | None = None) -> District:
    return District.objects.create(code=f"D{next(_numbers)}", name=name, successor=successor, valid_from=LONG_AGO)


def sender(of: District) -> IncomeSupportUnit:
    return IncomeSupportUnit.objects.create(
        code=f"F{next(_numbers)}", name=f"Försörjningsstöd {of.name}", district=of, valid_from=LONG_AGO
    )


def user(role: Role, *, jobbtorg: Jobbtorg | None = None, income_support_unit: IncomeSupportUnit | None = None) -> User:
    return User.objects.create_user(
        f"person{next(_numbers)}@example.com",
        first_name="Anna",
        last_name="Berg",
        role=role,
        jobbtorg=jobbtorg,
        income_support_unit=income_support_unit,
    )


def person(*, protection: str = "NONE") -> Person:
    someone = Person(identity_kind=IdentityKind.UNKNOWN, protection=protection)
    someone.set_name("Test", f"Person{next(_numbers)}")
    someone.save()
    return someone


def reason(code: int) -> ClosureReason:
    label, group, neutral = REASONS[code]
    found, _ = ClosureReason.objects.get_or_create(
        code=code,
        defaults={
            "identifier": f"R{code}",
            "label": label,
            "group": group,
            "neutral": neutral,
            "valid_from": LONG_AGO,
        },
    )
    return found


def case(
    at: Jobbtorg,
    enrolled: str,
    closed: str | None = None,
    code: int = 10,
    *,
    of: Person | None = None,
    sent_by: IncomeSupportUnit | None = None,
    moves: tuple[tuple[str, Jobbtorg], ...] = (),
) -> Enrolment:
    """A case enrolled at a unit, moved on the given days, closed with a reason; the last stay is left open."""
    stays = [(enrolled, at), *moves]
    enrolment = Enrolment.objects.create(
        case_no=f"T-{next(_numbers)}",
        person=of or person(),
        jobbtorg=stays[-1][1],
        income_support_unit=sent_by,
        enrolled_on=day(enrolled),
        closed_on=day(closed) if closed else None,
        status="CLOSED" if closed else "ACTIVE",
    )
    for index, (started, where) in enumerate(stays):
        ended = stays[index + 1][0] if index + 1 < len(stays) else None
        UnitStay.objects.create(
            enrolment=enrolment, jobbtorg=where, started_on=day(started), ended_on=day(ended) if ended else None
        )
    if closed:
        close(enrolment, closed, code)
    return enrolment


def close(enrolment: Enrolment, on: str, code: int, *, status: str = ClosureStatus.CONFIRMED) -> Closure:
    return Closure.objects.create(
        enrolment=enrolment, reason=reason(code), closed_on=day(on), status=status, decided_by=_somebody()
    )


def _somebody() -> User:
    return User.objects.filter(role=Role.ADMIN).first() or user(Role.ADMIN)


def cases(number: int, at: Jobbtorg, enrolled: str, closed: str | None = None, code: int = 10, **rest: object) -> None:
    for _ in range(number):
        case(at, enrolled, closed, code, **rest)  # type: ignore[arg-type]


def guarantee_clock(
    at: Jobbtorg,
    due: str,
    status: str,
    *,
    kind: str = ClockKind.PLAN_GUARANTEE,
    covered: bool = True,
    of: Person | None = None,
    enrolment: Enrolment | None = None,
) -> DeadlineClock:
    policy, _ = DeadlinePolicy.objects.get_or_create(
        kind=kind,
        defaults={
            "start_event": StartEvent.REFERRAL_RECEIVED,
            "length": 5,
            "unit": "WORKING_DAYS",
            "roll_rule": "FORWARD",
            "valid_from": LONG_AGO,
        },
    )
    return DeadlineClock.objects.create(
        policy=policy,
        person=of or (enrolment.person if enrolment else person()),
        enrolment=enrolment,
        jobbtorg=at,
        reference=f"R-{next(_numbers)}",
        covered=covered,
        started_on=day(due) - datetime.timedelta(days=7),
        original_due_on=day(due),
        due_on=day(due),
        status=status,
        fulfilled_at=timezone.now() if status == ClockStatus.MET else None,
    )
