"""What follows something else when two cases become one: its row says where it belongs, and goes with it both ways.

A changed time follows its meeting or place, since what excuses a clock (E04) is read from it by case. A correction
follows what was corrected. What only hangs on the case that ends stays with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Model, Q

from aspirants.choices import ReportedOutcome
from aspirants.models import CorrectedKind, Correction, CorrectionState, Enrolment, ReportedFact
from casework.models import CaseNote, CaseTransfer, MovedRow
from deadlines.models import ContactAttempt, DeadlineClock
from meetings.models import BookingChange, GroupInformationBooking, Meeting
from organisation.models import Jobbtorg

Thing = tuple[str, int]
"""A row by the name of its table and its key."""

FOLLOWS: tuple[type[Model], ...] = (BookingChange, Correction, CaseTransfer)
"""Tables whose rows go back only with what they follow; a page names that, and not them."""

_CORRECTED: dict[str, type[Model]] = {
    CorrectedKind.MEETING: Meeting,
    CorrectedKind.GROUP: GroupInformationBooking,
    CorrectedKind.NOTE: CaseNote,
}


def take_times_along(case: Enrolment, other: Enrolment, places: Iterable[int]) -> None:
    """Let changed times and corrections of the meetings that the other case has now, and of the `places` that moved
    to it, belong to it too.
    """
    meetings = Meeting.with_removed.filter(enrolment=other).values("pk")
    places = list(places)
    changed = BookingChange.objects.filter(Q(meeting__in=meetings) | Q(invitation__in=places), enrolment=case)
    changed.update(enrolment=other)
    of_times = Q(kind=CorrectedKind.MEETING, number__in=meetings) | Q(kind=CorrectedKind.GROUP, number__in=places)
    Correction.objects.filter(of_times, enrolment=case).update(enrolment=other)


def take_notes_along(case: Enrolment, other: Enrolment) -> None:
    """Let the notes of the case, and what was corrected in them, belong to the other one, where work goes on."""
    notes = CaseNote.with_removed.filter(enrolment=case)
    keys = list(notes.values_list("pk", flat=True))
    notes.update(enrolment=other)
    Correction.objects.filter(kind=CorrectedKind.NOTE, number__in=keys, enrolment=case).update(enrolment=other)


def take_attempts_along(case: Enrolment, other: Enrolment) -> None:
    """Let corrections of attempts about clocks that the other case has now belong to it; what else waited lapses."""
    attempts = ContactAttempt.with_removed.filter(clock__enrolment=other).values("pk")
    of_attempts = Correction.objects.filter(kind=CorrectedKind.ATTEMPT, number__in=attempts, enrolment=case)
    of_attempts.update(enrolment=other)
    # What is left waited for clocks of a case that counts nowhere.
    Correction.objects.filter(enrolment=case, state=CorrectionState.WAITING).update(state=CorrectionState.LAPSED)


def ask_where_it_goes_on(person: int, jobbtorg: Jobbtorg) -> None:
    """Let what referrals have said of a person, and nobody has settled, wait where the person is met from now on."""
    ReportedFact.objects.filter(person=person, outcome=ReportedOutcome.WAITING).update(jobbtorg=jobbtorg)


def followed_by(rows: Iterable[MovedRow]) -> dict[int, Thing]:
    """What each of some moved rows follows, by the key of the moved row; those that follow nothing are left out."""
    by_table: dict[str, list[MovedRow]] = {}
    for row in rows:
        by_table.setdefault(row.table, []).append(row)
    found: dict[int, Thing] = {}
    for model in FOLLOWS:
        moved = by_table.get(model._meta.db_table, [])
        things = dict(_things(model, [row.row for row in moved])) if moved else {}
        found |= {row.pk: things[row.row] for row in moved if row.row in things}
    return found


def _things(model: type[Model], keys: list[int]) -> Iterator[tuple[int, Thing]]:
    case, clock = Enrolment._meta.db_table, DeadlineClock._meta.db_table
    if model is BookingChange:
        for pk, meeting, place in BookingChange.objects.filter(pk__in=keys).values_list("pk", "meeting", "invitation"):
            of = Meeting if meeting else GroupInformationBooking
            yield pk, (of._meta.db_table, meeting or place)
        return
    if model is CaseTransfer:
        for pk, enrolment in CaseTransfer.objects.filter(pk__in=keys).values_list("pk", "enrolment"):
            yield pk, (case, enrolment)
        return
    corrections = list(Correction.objects.filter(pk__in=keys))
    of_attempts = [one.number for one in corrections if one.kind == CorrectedKind.ATTEMPT]
    clocks = dict(ContactAttempt.with_removed.filter(pk__in=of_attempts).values_list("pk", "clock"))
    for correction in corrections:
        if correction.kind in _CORRECTED:
            yield correction.pk, (_CORRECTED[correction.kind]._meta.db_table, correction.number)
        elif correction.kind == CorrectedKind.ATTEMPT and correction.number in clocks:
            yield correction.pk, (clock, clocks[correction.number])
        else:
            yield correction.pk, (case, correction.enrolment_id)
