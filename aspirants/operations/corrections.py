"""Writing down that something was corrected. The thing itself is corrected by the package that holds it."""

from __future__ import annotations

from django.db import connection
from django.utils import timezone

from aspirants.corrections.differences import differences_of
from aspirants.corrections.rights import NOTHING_CHANGED, Recorded, require_reason, require_removable
from aspirants.models import CorrectedKind, Correction, CorrectionSort, CorrectionState, Enrolment
from core.refusals import OperationRefused
from core.seen import Seen
from organisation.models import User


def note_correction(
    *,
    actor: User,
    enrolment: Enrolment,
    kind: CorrectedKind,
    number: int,
    title: str,
    before: Seen,
    after: Seen,
    recorded: Recorded,
    reason: str,
    moves_evidence: bool = False,
) -> Correction:
    """Keep that a thing of a locked case now says `after` where it said `before`; refused where both are the same.

    `moves_evidence`: what can excuse a deadline is on record first from now on. A reason is needed unless the actor
    registered the thing less than a day ago.

    Checked by: `correct_meeting`, `correct_group_outcome`, `correct_attempt`, `correct_interruption`,
    `correct_job_offer`, `correct_activity`, `correct_follow_up`, `correct_answer`, `correct_note` (WORK_IN_CASE).
    """
    differences = differences_of(before, after)
    if not differences:
        raise OperationRefused(NOTHING_CHANGED)
    require_reason(actor, recorded, reason)
    return Correction.objects.create(
        enrolment=enrolment,
        kind=kind,
        number=number,
        title=title,
        differences=differences,
        reason=reason,
        moves_evidence=moves_evidence and not _puts_back(kind, number, differences),
        made_by=actor,
        made_at=timezone.now(),
    )


def _puts_back(kind: CorrectedKind, number: int, differences: list[list[str]]) -> bool:
    """Whether a correction says again what stood before one that the manager has just refused: then as it stood."""
    latest = Correction.objects.filter(kind=kind, number=number).order_by("-made_at", "-pk").first()
    if latest is None or latest.state != CorrectionState.REFUSED:
        return False
    reversed_rows = [[label, was, is_now] for label, is_now, was in latest.differences]
    return sorted(reversed_rows) == sorted(differences)


def note_removal(
    *, actor: User, enrolment: Enrolment, kind: CorrectedKind, number: int, recorded: Recorded
) -> Correction:
    """Keep that a thing of a locked case was about another person and is removed. The trace names nobody.

    What earlier corrections of the thing say is emptied with it. The caller has emptied the thing.

    Checked by: `remove_meeting`, `remove_group_outcome`, `remove_attempt`, `remove_job_offer`, `remove_activity`,
    `remove_follow_up`, `remove_note` (WORK_IN_CASE).
    """
    require_removable(actor, recorded)
    earlier = Correction.objects.filter(enrolment=enrolment, kind=kind, number=number)
    earlier.update(reason="", title="", differences=[])
    earlier.filter(state=CorrectionState.WAITING).update(state=CorrectionState.LAPSED)
    return Correction.objects.create(
        enrolment=enrolment,
        kind=kind,
        number=number,
        sort=CorrectionSort.WRONG_PERSON,
        moves_evidence=True,
        made_by=actor,
        made_at=timezone.now(),
    )


def empty_versions(*, kind: CorrectedKind, number: int) -> None:
    """Empty the history of a thing that is removed because it was about another person; the database checks that it is.

    Part of: `remove_meeting`, `remove_group_outcome`, `remove_attempt`, `remove_job_offer`, `remove_activity`,
    `remove_follow_up`, `remove_note`.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT jobbtorg_empty_{kind.lower()}(%s)", [number])


def note_undoing(
    *, actor: User, enrolment: Enrolment, kind: CorrectedKind, number: int, title: str, reason: str = ""
) -> Correction:
    """Keep that what was done a moment ago, or by mistake, has been taken back; the history has both.

    Checked by: `undo_meeting`, `undo_group_outcome`, `undo_attempt`, `undo_job_offer`, `undo_activity`,
    `undo_follow_up`, `undo_answer`, `remove_answer`, `undo_coach`, `undo_note` (WORK_IN_CASE).
    """
    return Correction.objects.create(
        enrolment=enrolment,
        kind=kind,
        number=number,
        title=title,
        reason=reason,
        sort=CorrectionSort.UNDONE,
        moves_evidence=True,
        made_by=actor,
        made_at=timezone.now(),
    )
