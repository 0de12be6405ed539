"""What is said of corrections, at the thing that was corrected and on the timeline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from aspirants.models import CorrectedKind, Correction, CorrectionSort, CorrectionState, Enrolment


def earlier_facts(differences: Iterable[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """What stood there before, as labels and values."""
    return ((label, before or "tomt") for label, before, _ in differences)


def earlier_words(differences: Iterable[Sequence[str]]) -> str:
    """What stood there before, a line a fact: "Anteckning: Kom inte"."""
    return "\n".join(f"{label}: {before}" for label, before in earlier_facts(differences))


def state_in_words(state: str, decision_reason: str) -> str:
    """Whether it waits for the manager, or what the manager said; "" where there was nothing to say."""
    if state == CorrectionState.DONE:
        return ""
    label = CorrectionState(state).label
    return f"{label}: {decision_reason}" if decision_reason else label


def corrections_of(enrolment: Enrolment, kind: CorrectedKind) -> Mapping[int, list[Correction]]:
    """A case's corrections of one kind of thing by the thing's key, the latest first. One query.

    None of them for another jobbtorg that reads the case: they tell what was written.
    """
    found: dict[int, list[Correction]] = defaultdict(list)
    if enrolment.read_through is None:
        made = Correction.objects.filter(enrolment=enrolment, kind=kind, sort=CorrectionSort.CHANGED)
        for correction in made.select_related("made_by").order_by("-made_at", "-pk"):
            found[correction.number].append(correction)
    return found
