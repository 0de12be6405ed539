"""Telling the managers of a jobbtorg that a coach leaves, and who takes over, with how much there is of it (FC-10)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Enrolment, Protection
from casework.handover.leaving import things_in_words
from core.swedish.dates import short_weekday_date, start_of_day
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from notices.choices import NoticeKind
from notices.operations import notify
from organisation.access.acting import DatabaseRole, as_database_role
from organisation.models import Role, User
from organisation.staff.departures import Departure
from organisation.staff.service import ONE_DAY


@dataclass(frozen=True)
class _Left:
    """What a coach leaves behind, of ordinary persons or of protected ones."""

    cases: int = 0
    bookings: int = 0

    def __add__(self, other: _Left) -> _Left:
        return _Left(self.cases + other.cases, self.bookings + other.bookings)

    def __bool__(self) -> bool:
        return bool(self.cases or self.bookings)


def tell_managers(departure: Departure) -> None:
    """Tell each manager of the jobbtorg how many cases and bookings a coach leaves, with a link to hand them over.

    Protected persons count for who may open them. Where no manager may, the appointed coaches are told of them.
    """
    ordinary, protected = (_left_behind(departure, is_protected=is_protected) for is_protected in (False, True))
    here = User.objects.in_service().filter(jobbtorg=departure.jobbtorg_id)
    if not departure.stays:
        here = here.exclude(pk=departure.user.pk)
    managers = list(here.filter(role=Role.MANAGER))
    for manager in managers:
        left = ordinary + protected if manager.protected_access else ordinary
        if left:
            path = reverse("hand_over", args=[departure.user.pk])
            _tell([manager], departure, left, path)
    if protected and not any(manager.protected_access for manager in managers):
        path = reverse("aspirant_list", query={"coach": "ingen"})
        _tell(list(here.filter(role=Role.COACH, protected_access=True)), departure, protected, path)


def tell_receiver(actor: User, receiver: User, *, cases: int, bookings: int) -> None:
    """Tell who got something how much has come, without a name; where to see it is Min dag."""
    what = things_in_words(cases, bookings)
    if what and receiver.pk != actor.pk:
        notify(
            [receiver],
            kind=NoticeKind.ASSIGNED,
            event_key=f"handed-over-{receiver.pk}-{timezone.now():%Y%m%d%H%M%S%f}",
            text=f"Du har tagit över {what}",
            path=reverse("home"),
        )


def _left_behind(departure: Departure, *, is_protected: bool) -> _Left:
    """Counted as the role that counts: whoever sets the day may see no case."""
    begins = start_of_day(departure.last_day + ONE_DAY) if departure.last_day else timezone.now()
    with as_database_role(DatabaseRole.REPORTS):
        cases = Enrolment.objects.open().filter(jobbtorg=departure.jobbtorg_id, coach=departure.user)
        booked = Meeting.objects.filter(
            status=MeetingStatus.BOOKED,
            starts_at__gte=max(begins, timezone.now()),
            coach=departure.user,
            enrolment__closed_on=None,
            enrolment__jobbtorg=departure.jobbtorg_id,
        )
        # Asked apart: somebody who may not open the protected ones is told no number that they are part of.
        cases = cases.filter(_of_kind(is_protected, "person"))
        booked = booked.filter(_of_kind(is_protected, "enrolment__person"))
        counts = (found.order_by().aggregate(n=Count("pk"))["n"] for found in (cases, booked))
        left = _Left(*counts)
        # Whoever works on here holds what is booked with her; only the cases need somebody else.
        return _Left(left.cases) if departure.stays else left


def _of_kind(is_protected: bool, path: str) -> Q:
    """Rows whose person, reached by a lookup, is protected, or is not."""
    ordinary = Q(**{f"{path}__protection": Protection.NONE})
    return ~ordinary if is_protected else ordinary


def _tell(users: list[User], departure: Departure, left: _Left, path: str) -> None:
    if departure.stays:
        on = f"slutar som coach {short_weekday_date(departure.last_day)}" if departure.last_day else ""
        day = on or "är inte längre coach"
    else:
        day = f"slutar {short_weekday_date(departure.last_day)}" if departure.last_day else "har slutat"
    notify(
        users,
        kind=NoticeKind.STAFF,
        event_key=f"leaves-{departure.user.pk}-{departure.jobbtorg_id}-{departure.last_day}-{timezone.now():%H%M%S%f}",
        text=f"En coach {day}: {things_in_words(left.cases, left.bookings)} att lämna över",
        path=path,
    )
