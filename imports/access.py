"""Who may do what with an import."""

from __future__ import annotations

from imports.models import ImportBatch
from imports.workflow import ImportAct, require_stage
from organisation.access.permissions import Act, require
from organisation.models import User

ADMINISTRATORS_ONLY = "Bara systemförvaltaren kan läsa in listor."


def require_administrator(actor: User) -> None:
    """Raise PermissionDenied's sentence unless the actor administers."""
    require(actor, Act.ADMINISTER, refusal=ADMINISTRATORS_ONLY)


def require_act(actor: User, batch: ImportBatch, act: ImportAct) -> None:
    """Raise OperationRefused unless the actor administers and the import allows the act."""
    require_administrator(actor)
    require_stage(batch, act)
