"""Sending and reading notices, and choosing which to get."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.utils import timezone

from notices.choices import NoticeKind, may_have_digest, optional_kinds
from notices.models import Notice, NoticeSettings
from notices.switched_off import not_switched_off
from organisation.models import User


def notify(recipients: Iterable[User], *, kind: NoticeKind, event_key: str, text: str, path: str = "") -> None:
    """Tell each recipient who wants it once about an event, in one statement.

    `text` must hold no name and no identity number.
    """
    # Without a named conflict: a page may write to somebody whose notices it may not look at.
    statement = f"""
        INSERT INTO {Notice._meta.db_table} (recipient_id, kind, event_key, text, path, created_at)
        SELECT recipient.id, %s, %s, %s, %s, %s
          FROM unnest(%s::bigint[]) AS recipient(id)
         WHERE {not_switched_off("recipient.id", kind)}
            ON CONFLICT DO NOTHING
    """  # noqa: S608
    keys = [recipient.pk for recipient in recipients]
    if keys:
        with connection.cursor() as cursor:
            cursor.execute(statement, [kind.value, event_key, text, path, timezone.now(), keys])


def mark_read(*, actor: User, notice: Notice) -> None:
    """Mark one of the user's notices as read; one that is read already keeps its time.

    Checked by: `signed_in` (everybody, their own notices only).
    """
    if notice.read_at is None:
        Notice.objects.filter(pk=notice.pk, recipient=actor).update(read_at=timezone.now())


def mark_all_read(*, actor: User, newest_seen: int) -> int:
    """Mark the user's notices as read, up to the newest one that the page showed; returns how many were unread.

    Checked by: `signed_in` (everybody, their own notices only).
    """
    return Notice.objects.filter(recipient=actor, pk__lte=newest_seen).unread().update(read_at=timezone.now())


def choose_notices(*, actor: User, wanted: Iterable[NoticeKind] = (), morning_digest: bool = True) -> NoticeSettings:
    """Get the wanted ones of those kinds that may be switched off, from now on; what was missed is not made up for.

    `morning_digest` counts for those who can have one.

    Checked by: `signed_in` (everybody, their own settings only).
    """
    wanted = set(wanted)
    chosen, _ = NoticeSettings.objects.update_or_create(
        user=actor,
        defaults={
            "switched_off": [kind.value for kind in optional_kinds(actor) if kind not in wanted],
            "morning_digest": morning_digest or not may_have_digest(actor),
        },
    )
    return chosen
