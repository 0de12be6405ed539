"""The states of a joining, and the allowed transitions. A transition that is not listed is refused."""

from __future__ import annotations

from django.db import models

from core.refusals import OperationRefused


class JoinStatus(models.TextChoices):
    ASKED = "ASKED", "Väntar på svar"
    DECLINED = "DECLINED", "Nekad"
    WITHDRAWN = "WITHDRAWN", "Återtagen"
    JOINED = "JOINED", "Sammanslagen"
    UNDONE = "UNDONE", "Ångrad"


TRANSITIONS: dict[JoinStatus, frozenset[JoinStatus]] = {
    JoinStatus.ASKED: frozenset({JoinStatus.JOINED, JoinStatus.DECLINED, JoinStatus.WITHDRAWN}),
    JoinStatus.JOINED: frozenset({JoinStatus.UNDONE}),
    JoinStatus.DECLINED: frozenset(),
    JoinStatus.WITHDRAWN: frozenset(),
    JoinStatus.UNDONE: frozenset(),
}

_IS = {
    JoinStatus.ASKED: "väntar på svar",
    JoinStatus.DECLINED: "är nekad",
    JoinStatus.WITHDRAWN: "är återtagen",
    JoinStatus.JOINED: "är gjord",
    JoinStatus.UNDONE: "är ångrad",
}


def can_become(current: str, to: JoinStatus) -> bool:
    """Whether the table holds the step."""
    return to in TRANSITIONS[JoinStatus(current)]


def require_transition(current: str, to: JoinStatus) -> None:
    """Refuse a step that the table does not hold."""
    if not can_become(current, to):
        raise OperationRefused(f"Sammanslagningen {_IS[JoinStatus(current)]}. Ingenting är ändrat.")
