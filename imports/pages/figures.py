"""The counts of a check or an import in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.swedish.numbers import spaced
from imports.choices import Verdict
from imports.models import ImportBatch, ImportList

_SKIPPED = "hoppas över: om ingen person, eller dubbla"

WITH_WARNING = "VARNING"
"""In an address: the rows with a warning, whatever their verdict."""

_VERDICTS: dict[Verdict, tuple[str, str]] = {
    Verdict.NEW: ("ny", "nya"),
    Verdict.UPDATE: ("uppdateras", "uppdateras"),
    Verdict.UNCHANGED: ("oförändrad", "oförändrade"),
    Verdict.SKIP: (_SKIPPED, _SKIPPED),
    Verdict.WAITING: ("väntar", "väntar"),
    Verdict.MANUAL: ("för hand", "för hand"),
    Verdict.ERROR: ("fel", "fel"),
}
_AFTERWARDS = {Verdict.NEW: ("ny införd", "nya införda"), Verdict.UPDATE: ("uppdaterad", "uppdaterade")}

_GAINS = {
    "open_cases": ("öppet ärende", "öppna ärenden"),
    "without_coach": ("ärende utan coach", "ärenden utan coach"),
    "running_clocks": ("frist som löper", "frister som löper"),
    "follow_ups": ("uppföljning att göra", "uppföljningar att göra"),
}


def grouped(number: int) -> str:
    """A number with its thousands apart: 12 480."""
    return spaced(number)


def counted(number: int, one: str, many: str) -> str:
    """ "1 rad", "12 480 rader"."""
    return f"{grouped(number)} {one if number == 1 else many}"


@dataclass(frozen=True)
class Figure:
    """A number in words, and the verdict whose rows it counts; "" where it counts no rows that can be shown."""

    sentence: str
    verdict: str


def figures_of(batch: ImportBatch) -> list[Figure]:
    """How many rows there are and what becomes, or became, of them; verdicts that no row has are left out.

    The first is the sum of those after it. The last counts rows once more: those with a warning.
    """
    counts = batch.counts
    verdicts = counts.get("verdicts", {})
    words = _VERDICTS | (_AFTERWARDS if batch.committed_at else {})
    rows = sum(verdicts.values()) or counts.get("rows", 0)
    found = [Figure(counted(rows, "rad", "rader"), "")]
    found += [
        Figure(counted(verdicts[verdict], *words[verdict]), verdict.value)
        for verdict in _VERDICTS
        if verdicts.get(verdict)
    ]
    if warnings := counts.get("warnings", 0):
        found.append(Figure(counted(warnings, "rad med varning", "rader med varning"), WITH_WARNING))
    return found


def gains_of(batch: ImportBatch) -> list[str]:
    """What today's pages would gain, each in words; nothing where they would gain nothing."""
    gains: Mapping[str, int] = batch.counts.get("gains", {})
    return [counted(gains[name], *words) for name, words in _GAINS.items() if gains.get(name)]


def by_hand(batch: ImportBatch) -> str:
    """What becomes of rows that are left to a person, in a sentence; empty where there are none."""
    if not batch.counts.get("verdicts", {}).get(Verdict.MANUAL):
        return ""
    return (
        "Rader som hanteras för hand förs inte in, och de hindrar inte de andra:"
        " en person avgör vad som gäller och registrerar det."
    )


def controls_of(batch: ImportBatch, lists: Iterable[ImportList]) -> list[tuple[str, str]]:
    """For each list with a sum of its own a sentence that compares it with the rows read, and its colour."""
    names = {imported.pk: str(imported) for imported in lists}
    found = []
    control: list[Any] = batch.counts.get("control", [])
    for key, total, read in control:
        if total is None:
            continue
        name = names.get(key, "Listan")
        if total == read:
            found.append((f"{name}: summan i listan, {grouped(total)}, stämmer med antalet lästa rader.", "success"))
        else:
            are = counted(read, "rad är läst", "rader är lästa")
            text = f"{name}: summan i listan är {grouped(total)}, men {are}. Kontrollera att inga saknas."
            found.append((text, "warning"))
    return found
