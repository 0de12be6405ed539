"""What each kind of job does. Each is refused where the import has gone on since it was asked for."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection

from core.refusals import OperationRefused
from imports.checking import check_import
from imports.choices import JobKind
from imports.committing import commit_import
from imports.intake.reading import read_files
from imports.models import ImportBatch, ImportJob, ImportStop
from imports.progress import Progress, StoppedError
from imports.undoing.discarding import discard
from imports.undoing.undo import undo
from imports.workflow import ImportAct, require_stage
from organisation.access.permissions import Act, require
from organisation.models import User

MAY_NO_LONGER = "Den som bad om det har inte längre behörighet att läsa in listor."

Effect = Callable[[ImportBatch, User, Progress], None]


def _undo(batch: ImportBatch, actor: User, progress: Progress) -> None:
    undo(actor, batch)


def _discard(batch: ImportBatch, actor: User, progress: Progress) -> None:
    discard(actor, batch)


EFFECTS: dict[JobKind, tuple[ImportAct, Effect]] = {
    JobKind.READ: (ImportAct.ADD_FILES, read_files),
    JobKind.CHECK: (ImportAct.CHECK, check_import),
    JobKind.COMMIT: (ImportAct.COMMIT, commit_import),
    JobKind.UNDO: (ImportAct.UNDO, _undo),
    JobKind.DISCARD: (ImportAct.DISCARD, _discard),
}


def carry_out(job: ImportJob, progress: Progress) -> None:
    """Do what the job asks for. Raises OperationRefused with a sentence for its page, or StoppedError."""
    if ImportStop.objects.filter(job_id=job.pk).exists():
        raise StoppedError
    _require_still(job.asked_by)
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=job.batch_id)
    act, effect = EFFECTS[JobKind(job.kind)]
    require_stage(batch, act)
    _look_up_by_keys()
    effect(batch, job.asked_by, progress)


def _look_up_by_keys() -> None:
    """Have the database use its indexes in this transaction, whatever it believes of the size of tables.

    It fills them itself, faster than their statistics are kept, and asks for nothing but rows by their keys.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL jit = off")


def _require_still(user: User) -> None:
    """Raise OperationRefused where who asked has another role by now, a closed account, or no position any more."""
    require(user, Act.ADMINISTER, refusal=MAY_NO_LONGER)
    if not (user.is_active and user.has_position_today):
        raise OperationRefused(MAY_NO_LONGER)
