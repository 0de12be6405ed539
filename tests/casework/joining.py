"""Aids of the tests that join records: as the pages do it, by the web role and for a user."""

from __future__ import annotations

from typing import Any

from aspirants.models import Person
from casework.joining.reading import look_at, look_back
from casework.joining.shown import shown_join, shown_records
from casework.models import PersonJoin
from casework.operations import accept_join, decline_join, join_persons, undo_join, withdraw_join
from core.seen import Seen
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from organisation.models import User
from tests.roles import as_role

WHY = "Visade legitimation vid besöket"


def seen(user: User, one: Person, other: Person) -> Seen:
    """What a page shows the user of two records."""
    return shown_records(look_at(one.pk, other.pk), at=user.jobbtorg_id)


def join(user: User, goes: Person, stays: Person, *, goes_on: Any = None, shown: Seen | None = None) -> PersonJoin:
    """Join one record into the other; `goes_on`: the case or referral that goes on."""
    key = f"{'case' if hasattr(goes_on, 'case_no') else 'referral'}-{goes_on.pk}" if goes_on is not None else ""
    with as_role(WEB), acting_for(user):
        return join_persons(
            actor=user,
            goes=goes,
            stays=stays,
            seen_records=shown or seen(user, goes, stays),
            reason=WHY,
            goes_on=key,
        )


def accept(user: User, asked: PersonJoin) -> PersonJoin:
    """Agree to what another jobbtorg's manager has asked."""
    goes, stays = asked.goes, asked.stays
    with as_role(WEB), acting_for(user):
        records = seen(user, goes, stays)
        return accept_join(actor=user, join=asked, seen_join=shown_join(asked), seen_records=records)


def decline(user: User, asked: PersonJoin) -> PersonJoin:
    """Say no to it."""
    with as_role(WEB), acting_for(user):
        return decline_join(
            actor=user, join=asked, seen_join=shown_join(asked), answer="Två bröder, båda har varit här"
        )


def withdraw(user: User, asked: PersonJoin) -> PersonJoin:
    """Take the question back."""
    with as_role(WEB), acting_for(user):
        return withdraw_join(actor=user, join=asked, seen_join=shown_join(asked))


def undo(user: User, joined: PersonJoin) -> PersonJoin:
    """Take a joining back."""
    with as_role(WEB), acting_for(user):
        return undo_join(actor=user, join=joined, seen_join=shown_join(joined, look_back(joined).left))
