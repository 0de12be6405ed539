"""The monthly log review: which of the openings of a jobbtorg's staff its manager looks at.

Everything exceptional is in it: each broken glass, each opening of a protected person, and each opening of somebody
with the employee's own surname. A relative by another name, and whether somebody opens their own record, cannot be
known: the identity numbers of the staff are not kept. Beside that a random sample of the month's openings.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Person
from audit.models import AccessEvent, AccessKind, LogReview, LogReviewItem, ReviewCause
from core.swedish.dates import moment
from core.swedish.names import search_form
from notices.choices import NoticeKind
from notices.operations import notify
from organisation.access.acting import System, acting_for
from organisation.models import Jobbtorg, Role, User
from workbench.access_log.entries import LogRow, shown

EMPLOYEES, EVENTS_EACH = 5, 10
"""The size of the random sample."""

NOT_A_LOOK = (
    AccessKind.DENIED,
    AccessKind.WRITE,
    AccessKind.SIGN_IN,
    AccessKind.SIGN_IN_FAILED,
    AccessKind.SIGN_OUT,
)
ALWAYS_REVIEWED = {AccessKind.BREAK_GLASS: ReviewCause.BREAK_GLASS, AccessKind.OPEN_PROTECTED: ReviewCause.PROTECTED}


def first_of_month(day: datetime.date) -> datetime.date:
    return day.replace(day=1)


def previous_month(today: datetime.date) -> datetime.date:
    """The first day of the month before that of `today`."""
    return first_of_month(first_of_month(today) - datetime.timedelta(days=1))


def _month_of(month: datetime.date) -> tuple[datetime.datetime, datetime.datetime]:
    """The first instant of a month in Stockholm and of the one after it."""
    following = first_of_month(month + datetime.timedelta(days=31))
    midnight = datetime.time()
    return moment(month, midnight), moment(following, midnight)


def create_log_reviews(month: datetime.date) -> int:
    """The review of a month for every jobbtorg with staff that has none yet; how many were made. Safe to repeat."""
    made = 0
    with acting_for(System.LOG_REVIEW):
        units = list(Jobbtorg.objects.filter(staff__isnull=False).distinct().order_by("pk"))
    for unit in units:
        with acting_for(System.LOG_REVIEW):
            made += _create(unit, month)
    return made


@transaction.atomic
def _create(unit: Jobbtorg, month: datetime.date) -> bool:
    review, is_new = LogReview.objects.get_or_create(jobbtorg=unit, month=month)
    if not is_new:
        return False
    causes = causes_to_look(unit, month)
    LogReviewItem.objects.bulk_create(
        LogReviewItem(review=review, event_id=event, cause=cause) for event, cause in sorted(causes.items())
    )
    managers = User.objects.filter(role=Role.MANAGER, jobbtorg=unit, is_active=True)
    text = f"Loggranskningen för {month:%Y-%m} är klar att göra"
    path = reverse("log_review", args=[review.pk])
    notify(managers, kind=NoticeKind.ACCESS, event_key=f"log-review-{review.pk}", text=text, path=path)
    return True


def _openings(unit: Jobbtorg, month: datetime.date) -> QuerySet[AccessEvent]:
    """What the unit's own staff looked at in the month."""
    first, after = _month_of(month)
    events = AccessEvent.objects.filter(at__gte=first, at__lt=after, user__jobbtorg=unit, person_id__isnull=False)
    return events.exclude(kind__in=NOT_A_LOOK)


def causes_to_look(unit: Jobbtorg, month: datetime.date) -> dict[int, ReviewCause]:
    """The events of a month to look at, each with its first cause. The same month always gives the same sample."""
    openings = _openings(unit, month)
    causes: dict[int, ReviewCause] = {}
    for kind, cause in ALWAYS_REVIEWED.items():
        causes |= dict.fromkeys(openings.filter(kind=kind).values_list("pk", flat=True), cause)
    for event in _of_same_surname(openings):
        causes.setdefault(event, ReviewCause.SAME_SURNAME)
    for event in _sample(openings, seed=f"{unit.code} {month:%Y-%m}"):
        causes.setdefault(event, ReviewCause.SAMPLE)
    return causes


def _of_same_surname(openings: QuerySet[AccessEvent]) -> Iterator[int]:
    """Openings of a person with the surname of the one who opened; of double names one in common is enough."""
    looked = list(openings.values_list("pk", "user__last_name", "person_id"))
    people = Person.objects.filter(pk__in={person for *_, person in looked}).values_list("pk", "last_name")
    surnames = {person: _parts(surname) for person, surname in people}
    for event, surname, person in looked:
        if person and _parts(surname) & surnames.get(person, set()):
            yield event


def _parts(surname: str) -> set[str]:
    return set(search_form(surname.replace("-", " ")).split())


def _sample(openings: QuerySet[AccessEvent], *, seed: str) -> list[int]:
    """Five employees drawn from those who opened anything, and ten openings of each."""
    draw = random.Random(seed)  # noqa: S311 - it must give the same events when the draw is checked # nosec B311
    employees = sorted(set(openings.values_list("user", flat=True)))
    drawn: list[int] = []
    for employee in draw.sample(employees, min(EMPLOYEES, len(employees))):
        events = list(openings.filter(user=employee).order_by("pk").values_list("pk", flat=True))
        drawn += draw.sample(events, min(EVENTS_EACH, len(events)))
    return drawn


@dataclass(frozen=True)
class ReviewGroup:
    """The events that stand in a review for one cause."""

    cause: str
    rows: list[LogRow]


def review_groups(review: LogReview) -> list[ReviewGroup]:
    """The events of a review by cause, each group newest first. Two queries."""
    causes = dict(review.items.values_list("event_id", "cause"))
    first, after = _month_of(review.month)
    events = AccessEvent.objects.filter(at__gte=first, at__lt=after, pk__in=causes)
    events = events.select_related("user__jobbtorg", "user__income_support_unit").order_by("-at", "-id")
    found: dict[str, list[AccessEvent]] = {cause: [] for cause in ReviewCause.values}
    for event in events:
        found[causes[event.pk]].append(event)
    return list(_groups(found.items()))


def _groups(found: Iterable[tuple[str, list[AccessEvent]]]) -> Iterator[ReviewGroup]:
    for cause, events in found:
        if events:
            yield ReviewGroup(ReviewCause(cause).label, list(shown(events)))


def review_last_month() -> int:
    """The reviews of the month before this one, as the calendar in Stockholm says."""
    return create_log_reviews(previous_month(timezone.localdate()))
