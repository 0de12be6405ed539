"""An event in a lane, and those that consents and corrected facts of a visit give."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from aspirants.models import Consent
from core.history.tracking import REMOVED, changes_of
from organisation.models import User
from referrals.access import is_sender
from referrals.facts.days import on_day
from referrals.models import WalkIn
from referrals.models.facts import StatedFacts

UNIT, JOBBTORG = "Stadsdelen", "Jobbtorget"


@dataclass(frozen=True)
class LaneItem:
    """One event in one lane."""

    at: datetime.datetime
    lane: str
    title: str
    by: str = ""
    text: str = ""

    @property
    def is_unit(self) -> bool:
        return self.lane == UNIT


def lane_of(user: User) -> str:
    """The lane of what a user has done."""
    return UNIT if is_sender(user) else JOBBTORG


def lines(*parts: str) -> str:
    """The parts that are not empty, a line each."""
    return "\n".join(part for part in parts if part)


def of_consents(consents: Iterable[Consent]) -> Iterator[LaneItem]:
    """That each consent was given, and withdrawn where it was. Conditions are not told."""
    for one in consents:
        about = f"{one.get_purpose_display()}: {', '.join(label.lower() for label in one.kind_labels)}"
        at, later = on_day(one.given_on, one.registered_at)
        yield LaneItem(at, lane_of(one.taken_by), "Samtycke lämnades", str(one.taken_by), lines(about, later))
        if one.withdrawn_on is not None and one.withdrawn_at is not None and one.withdrawn_by is not None:
            at, later = on_day(one.withdrawn_on, one.withdrawn_at)
            lane, by = lane_of(one.withdrawn_by), str(one.withdrawn_by)
            yield LaneItem(at, lane, "Samtycket återkallades", by, lines(about, later))


def of_visit(visit: WalkIn | None) -> Iterator[LaneItem]:
    """That what was stated at a visit was put right, and which facts; not what they were. One statement."""
    if visit is None:
        return
    versions = changes_of(WalkIn).objects.filter(pgh_obj=visit).exclude(pgh_label=REMOVED).select_related("acting_user")
    for before, after in pairwise(versions.order_by("pgh_id")):
        changed = [
            str(field.verbose_name)
            for field in StatedFacts._meta.fields
            if getattr(before, field.attname) != getattr(after, field.attname)
        ]
        if changed:
            by = str(after.acting_user or "")
            yield LaneItem(
                after.pgh_created_at, JOBBTORG, "Uppgifterna från besöket rättades", by, f"Rättat: {', '.join(changed)}"
            )
