"""What has to be done before an import can be brought in."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Max

from imports.choices import Outcome, Policy
from imports.models import ImportAnswer, ImportBatch
from imports.pages.figures import counted, left_out


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
    return Readiness(is_stale=_is_stale(batch), hindrances=_hindrances(batch))


def _is_stale(batch: ImportBatch) -> bool:
    if batch.checked_at is None or batch.changed_at > batch.checked_at:
        return True
    answers = ImportAnswer.objects.filter(question__batch=batch).aggregate(latest=Max("answered_at"))
    return answers["latest"] is not None and answers["latest"] > batch.checked_at


def _hindrances(batch: ImportBatch) -> list[str]:
    found = []
    rows = left_out(batch)
    if batch.policy == Policy.ALL and rows:
        are = counted(rows, "rad kan inte föras in", "rader kan inte föras in")
        found.append(f"{are}. Rätta, eller välj att föra in de felfria raderna.")
    if asks_outcome(batch) and batch.outcome == Outcome.ASK:
        found.append("Svara på vad det blev av ärendena som ingen lista avslutar.")
    if not batch.counts.get("rows"):
        found.append("Det finns inga rader att föra in.")
    return found


def asks_outcome(batch: ImportBatch) -> bool:
    """Whether there are cases that no list closes, so that it has to be said what became of them."""
    return bool(batch.outcome) or bool(batch.counts.get("gains", {}).get("open_cases"))
