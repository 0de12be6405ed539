"""Who has opened a case, from the access log: what a manager looks at when following up (docs/access.md)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from aspirants.models import Enrolment, Person
from audit.models import AccessEvent, AccessKind
from organisation.models import Role


@dataclass(frozen=True)
class Reader:
    """One person who did one kind of thing with the case, for what reason, how often, and when last."""

    name: str
    role_name: str
    kind: str
    reason: str
    times: int
    latest: datetime.datetime


def readers_of(enrolment: Enrolment) -> list[Reader]:
    """Everyone who has opened the case or shown a hidden detail in it, the latest first."""
    # Before two records were joined the case was read as the other one's.
    joined = Person.objects.filter(joined_into=enrolment.person_id).values("pk")
    about = Q(person_id=enrolment.person_id) | Q(person_id__in=joined)
    found = (
        AccessEvent.objects.filter(about, subject=enrolment.case_no)
        .exclude(kind=AccessKind.WRITE)
        .values_list("user__first_name", "user__last_name", "user__role", "kind", "reason", "user_id")
        .annotate(times=Count("pk"), latest=Max("at"))
        .order_by("-latest")
    )
    return [
        Reader(f"{first} {last}", Role(role).label, AccessKind(kind).label, reason, times, latest)
        for first, last, role, kind, reason, _, times, latest in found
    ]
