"""Questions to the access log, and its rows as a reviewer reads them. They never hold a person's name."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from aspirants.finding import find_person
from aspirants.identity import Identity
from audit.models import AccessEvent, AccessKind
from core.encryption import lookup_hash
from core.swedish.dates import moment
from organisation.access.acting import DatabaseRole, as_database_role
from workbench.access_log.page_names import page_name

MOST_LOG_ROWS_IN_FILE = 50_000

COLORS = {
    AccessKind.DENIED: "danger",
    AccessKind.SIGN_IN_FAILED: "danger",
    AccessKind.BREAK_GLASS: "warning",
    AccessKind.OPEN_PROTECTED: "warning",
    AccessKind.REVEAL: "info",
    AccessKind.EXPORT: "info",
    AccessKind.PRINT: "info",
    AccessKind.WRITE: "success",
}
"""What a reviewer looks at first; everything else is neutral."""

HEADINGS = ("Tid", "Användare", "Roll", "Enhet", "Händelse", "Sida", "Gäller", "Skäl", "IP-adress")


@dataclass(frozen=True)
class LogRow:
    """One event: who did what when, with which case, why, and from where. Role and unit are those of today."""

    at: datetime.datetime
    who: str
    role_name: str
    unit: str
    kind: str
    color: str
    page: str
    subject: str
    reason: str
    address: str


@dataclass(frozen=True)
class PersonInLog:
    """A person as the log knows one: by the number that was searched for, and by her key if she is registered."""

    sought: str
    person_id: int | None


def person_in_log(identity: Identity) -> PersonInLog:
    """What to look for when somebody asks who has seen the person with this number."""
    with as_database_role(DatabaseRole.REGISTRAR):  # who reviews the log may see no person, only whether there is one
        person = find_person(identity)
    return PersonInLog(lookup_hash(identity.number), person.pk if person else None)


def events_about(person: PersonInLog) -> QuerySet[AccessEvent]:
    """Everything about one person: openings, and searches for the number also before anybody knew it."""
    wanted = Q(sought=person.sought)
    if person.person_id is not None:
        wanted |= Q(person_id=person.person_id)
    return _rows(wanted)


def events_where(asked: dict[str, Any]) -> QuerySet[AccessEvent]:
    """The events that a valid LogFilterForm asks for, newest first."""
    midnight = datetime.time()
    wanted = Q(
        at__gte=moment(asked["fran"], midnight), at__lt=moment(asked["till"] + datetime.timedelta(days=1), midnight)
    )
    if asked["handelse"]:
        wanted &= Q(kind=asked["handelse"])
    if asked["medarbetare"]:
        wanted &= Q(user=asked["medarbetare"])
    if asked["nummer"]:
        wanted &= Q(subject=asked["nummer"])
    return _rows(wanted)


def _rows(wanted: Q) -> QuerySet[AccessEvent]:
    events = AccessEvent.objects.filter(wanted)
    return events.select_related("user__jobbtorg", "user__income_support_unit").order_by("-at", "-id")


def shown(events: Iterable[AccessEvent]) -> Iterator[LogRow]:
    """The events as rows."""
    for event in events:
        user, kind = event.user, AccessKind(event.kind)
        yield LogRow(
            at=event.at,
            who=str(user) if user else "Okänd",
            role_name=user.get_role_display() if user else "",
            unit=user.unit_name if user else "",
            kind=kind.label,
            color=COLORS.get(kind, "neutral"),
            page=page_name(event.view),
            subject=event.subject,
            reason=event.reason,
            address=event.address or "",
        )


def file_lines(rows: Iterable[LogRow]) -> Iterator[Sequence[str]]:
    """The rows as lines of a file, with local times to the second."""
    yield HEADINGS
    for row in rows:
        at = f"{timezone.localtime(row.at):%Y-%m-%d %H:%M:%S}"
        yield at, row.who, row.role_name, row.unit, row.kind, row.page, row.subject, row.reason, row.address
