"""Putting a thing back as it was before a correction that the manager did not accept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from aspirants.corrections.differences import differences_of
from aspirants.corrections.registry import Correctable, correctable_of
from aspirants.models import CorrectedKind, Correction, CorrectionSort
from core.history.tracking import changes_of
from core.refusals import OperationRefused
from organisation.models import User

NOT_POSSIBLE = "Det som stod före rättelsen kan inte läggas tillbaka"


@dataclass(frozen=True)
class _Earlier:
    """What a correction changed, by the names of the columns: the values before it that can come back now.

    `is_whole`: nothing of it has been changed since.
    """

    values: dict[str, Any]
    is_whole: bool


def put_back(*, actor: User, correction: Correction, reason: str) -> Correction | None:
    """Correct a thing of a locked case back to what it said before a correction; what changed later stays as it is.

    It is a correction like any other, with what follows from it; as evidence the thing stands as it did at first.
    None where there is nothing to put back: it was taken away, or said something else already. Raises
    OperationRefused where what stood before cannot stand any more.

    Checked by: `decide_correction` (CONFIRM_LATE).
    """
    if correction.sort != CorrectionSort.CHANGED:
        return None
    kind = correctable_of(CorrectedKind(correction.kind))
    row: Any = kind.rows(correction.enrolment).filter(pk=correction.number).first()
    earlier = _earlier(kind, row, correction) if row is not None else None
    if earlier is None or not earlier.values:
        return None
    if earlier.is_whole and correction.moves_evidence:
        correction.moves_evidence = False
        correction.save(update_fields=["moves_evidence"])
    wanted = _with(row, earlier.values)
    try:
        made = kind.correct(actor=actor, row=row, seen=kind.shown(row), reason=reason, **kind.said(wanted))
    except OperationRefused as refusal:
        raise OperationRefused(f"{NOT_POSSIBLE}: {refusal.message}") from refusal
    # When it was recorded is no answer of the form's; it was recorded when it first was.
    stored = kind.rows(correction.enrolment).get(pk=row.pk)
    others = [name for name, value in earlier.values.items() if getattr(stored, name) != value]
    if others:
        for name in others:
            setattr(stored, name, earlier.values[name])
        stored.save()
    return made


def _columns(row: Any) -> list[str]:
    return [field.attname for field in type(row)._meta.concrete_fields if not field.primary_key]


def _with(row: Any, values: dict[str, Any]) -> Any:
    """An unsaved copy of a row with other values."""
    model = type(row)
    return model(pk=row.pk, **{name: getattr(row, name) for name in _columns(row)} | values)


def _earlier(kind: Correctable, row: Any, correction: Correction) -> _Earlier | None:
    """Found in the history: the latest step between two versions that says what the correction says it changed."""
    for before, after in _steps(row):
        if differences_of(kind.shown(before), kind.shown(after)) == correction.differences:
            changed = [name for name in _columns(row) if getattr(before, name) != getattr(after, name)]
            standing = [name for name in changed if getattr(row, name) == getattr(after, name)]
            return _Earlier({name: getattr(before, name) for name in standing}, standing == changed)
    return None


def _steps(row: Any) -> Iterator[tuple[Any, Any]]:
    """Each two versions of a row that follow on each other, the latest first."""
    after = None
    for version in changes_of(type(row)).objects.filter(pgh_obj=row.pk).order_by("-pgh_id"):
        kept = {name: getattr(version, name) for name in _columns(row) if hasattr(version, name)}
        before = _with(row, kept)
        if after is not None:
            yield before, after
        after = before
