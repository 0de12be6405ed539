"""What the pages show of a user's account and positions, for the acts that apply to them."""

from __future__ import annotations

from core.seen import Seen, facts_of
from organisation.models import Position, User


def shown_user(user: User) -> Seen:
    """Whether the account is open, the coach group, and all positions with their days."""
    positions = Position.objects.filter(user=user.pk).select_related("jobbtorg", "income_support_unit").order_by("pk")
    rows: list[tuple[str, object]] = [
        ("Konto", "Aktivt" if user.is_active else "Avaktiverat"),
        ("Coachgrupp", user.coach_group or ""),
        *((f"Behörighet {number}", _position(position)) for number, position in enumerate(positions, start=1)),
    ]
    return Seen(f"user-{user.pk}", facts_of(rows))


def _position(position: Position) -> str:
    until = f"till {position.valid_to}" if position.valid_to else "tills vidare"
    revoked = ", återkallad" if position.revoked_at else ""
    return f"{position}, från {position.valid_from} {until}{revoked}"
