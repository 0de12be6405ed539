"""Taking back what one did a moment ago (FC-30)."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from aspirants.corrections.undoing import Done, undoable, versions_of
from aspirants.models import CoachAssignment, CorrectedKind, Enrolment
from aspirants.operations.corrections import note_undoing
from aspirants.querysets import MOVED_AWAY
from core.history.tracking import changes_of
from core.refusals import OperationRefused
from organisation.access.permissions import Act, require
from organisation.models import User

CHANGED_SINCE = "Något har ändrats sedan dess, så det går inte att ångra. Rätta i stället."
NOT_YOURS = "Bara den som gjorde det kan ångra det."


@transaction.atomic
def undo_act(*, actor: User, act: Done) -> Enrolment:
    """Take back what the actor has just done; refused where any of its rows has changed since.

    Nothing vanishes: the history has both what was done and that it was taken back.
    """
    if act.user != actor.pk:
        raise OperationRefused(NOT_YOURS)
    case: Enrolment | None = Enrolment.objects.filter(pk=act.case).first()
    if case is None:
        raise OperationRefused(MOVED_AWAY)
    require(actor, Act.WORK_IN_CASE, at=case.jobbtorg_id)
    enrolment: Enrolment = Enrolment.objects.locked(case)
    kinds = [(undoable(kind), number, version) for kind, number, version in act.rows]
    if any(versions_of(kind.model, [number]).get(number, 0) != version for kind, number, version in kinds):
        raise OperationRefused(CHANGED_SINCE)
    for kind, number, _ in reversed(kinds):
        kind.undo(actor=actor, enrolment=enrolment, number=number)
    return enrolment


@transaction.atomic
def undo_coach(*, actor: User, enrolment: Enrolment, number: int) -> None:
    """The coach before is responsible again, from now: who was it meanwhile stays on record."""
    require(actor, Act.WORK_IN_CASE, at=enrolment.jobbtorg_id)
    assignment = CoachAssignment.objects.select_for_update(of=("self",)).get(pk=number, enrolment=enrolment)
    if assignment.ended_at is not None:
        raise OperationRefused(CHANGED_SINCE)
    before = enrolment.coach_assignments.exclude(pk=number).filter(ended_at=assignment.started_at)
    former = before.select_related("coach").first()
    correction = note_undoing(
        actor=actor, enrolment=enrolment, kind=CorrectedKind.COACH, number=number, title="Ansvarig coach"
    )
    assignment.ended_at = correction.made_at
    assignment.save(update_fields=["ended_at"])
    enrolment.coach = former.coach if former else None
    enrolment.save(update_fields=["coach"])
    if former is not None:
        CoachAssignment.objects.create(
            enrolment=enrolment,
            coach=former.coach,
            started_at=correction.made_at,
            assigned_by=actor,
            reason="Ångrat byte",
        )


def restore(*, row: Any) -> bool:
    """Let a locked row say what it said before its latest change, for the caller to save; False: it was new then.

    Part of: `undo_meeting`, `undo_group_outcome`, `undo_job_offer`, `undo_activity`.
    """
    model = type(row)
    before = changes_of(model).objects.filter(pgh_obj=row.pk).order_by("-pgh_id")[1:2].first()
    if before is None:
        return False
    for field in model._meta.concrete_fields:
        if not field.primary_key and hasattr(before, field.attname):
            setattr(row, field.attname, getattr(before, field.attname))
    return True
