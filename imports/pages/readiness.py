"""What has to be done before an import can be brought in."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from imports.choices import BROUGHT_IN, Outcome, Policy, Verdict
from imports.committing import needs_check
from imports.models import ImportBatch
from imports.pages.figures import counted
from imports.profiles.fields import Profile
from imports.resolving.endings import is_old

OF_OPEN_CASES = (Profile.ASPIRANTS, Profile.REFERRALS)
"""Kinds of lists whose cases go on until another list closes them."""


@dataclass(frozen=True)
class Readiness:
    """Whether it has to be checked anew, and else why it cannot be brought in; empty where it can."""

    is_stale: bool
    hindrances: list[str]

    @property
    def is_ready(self) -> bool:
        """Whether the import can be brought in as it was checked."""
        return not self.is_stale and not self.hindrances


def readiness_of(batch: ImportBatch) -> Readiness:
    """The import as it stands now."""
    return Readiness(is_stale=needs_check(batch), hindrances=_hindrances(batch))


def _hindrances(batch: ImportBatch) -> list[str]:
    found = []
    faulty = batch.counts.get("verdicts", {}).get(Verdict.ERROR, 0)
    if batch.policy == Policy.ALL and faulty:
        are = counted(faulty, "rad är fel", "rader är fel")
        found.append(f"{are}. Rätta, eller välj att föra in de felfria raderna.")
    if batch.outcome == Outcome.ASK and batch.counts.get("waiting") and asks_outcome(batch):
        found.append("Svara på vad det blev av ärendena som ingen lista avslutar.")
    if not batch.counts.get("rows"):
        found.append("Det finns inga rader att föra in.")
    elif not found and not _changes_anything(batch):
        found.append(_nothing_to_bring_in(batch))
    return found


def _changes_anything(batch: ImportBatch) -> bool:
    """Whether some row changes the register, or is to wait for a later list."""
    verdicts = batch.counts.get("verdicts", {})
    wanted = (*BROUGHT_IN, Verdict.WAITING) if batch.outcome == Outcome.LATER_LIST else BROUGHT_IN
    return any(verdicts.get(verdict) for verdict in wanted)


def _nothing_to_bring_in(batch: ImportBatch) -> str:
    verdicts = batch.counts.get("verdicts", {})
    reasons = [
        counted(verdicts[verdict], one, many)
        for verdict, one, many in (
            (Verdict.WAITING, "rad väntar på svar", "rader väntar på svar"),
            (Verdict.ERROR, "rad är fel", "rader är fel"),
            (Verdict.MANUAL, "rad hanteras för hand", "rader hanteras för hand"),
            (Verdict.UNCHANGED, "rad finns redan i registret", "rader finns redan i registret"),
            (Verdict.SKIP, "rad är om ingen person eller dubbel", "rader är om ingen person eller dubbla"),
        )
        if verdicts.get(verdict)
    ]
    return f"Ingen rad kan föras in: {', '.join(reasons)}." if reasons else "Det finns inga rader att föra in."


def asks_outcome(batch: ImportBatch) -> bool:
    """Whether some list is so old that it has to be said what became of cases that no list closes."""
    days = [one.as_of for one in batch.all_lists if one.included and one.profile in OF_OPEN_CASES]
    return any(day and is_old(day, timezone.localdate()) for day in days)
