"""Taking a form once, however often it is sent."""

from __future__ import annotations

import time

from django.db import connection

from organisation.models import User
from workbench.models import SentForm

_TAKE = f"""
INSERT INTO {SentForm._meta.db_table} (sender_id, fingerprint, page, answer, sent_at)
VALUES (%s, %s, %s, '', statement_timestamp()) ON CONFLICT DO NOTHING
"""  # noqa: S608 - the name of our own table

_WAIT_LESS = """
SELECT set_config('lock_timeout', greatest(setting::int - %s, 1)::text, true)
  FROM pg_settings WHERE name = 'lock_timeout' AND setting <> '0'
"""

NOTICED_MS = 50
"""Waiting for less than this is no waiting, but the time a statement takes."""


def take_form(*, actor: User, fingerprint: str, page: str) -> str | None:
    """Take the form, or answer where it led when it was taken before.

    `page` is the page as it was fetched (organisation/access/written.py).

    Whoever sends the same at the same moment waits here until this transaction ends. Then either the form has been
    taken, or `leave_form` has left it to the next. What the next has waited here is taken off what it may wait for rows
    afterwards: else twelve who send the same to a held case would wait one after the other, twelve times as long.

    Checked by: `signed_in` (everybody, their own forms only).
    """
    with connection.cursor() as cursor:
        began = time.monotonic()
        cursor.execute(_TAKE, [actor.pk, fingerprint, page])
        if cursor.rowcount:
            if (waited := round((time.monotonic() - began) * 1000)) > NOTICED_MS:
                cursor.execute(_WAIT_LESS, [waited])
            return None
    return SentForm.objects.values_list("answer", flat=True).get(sender=actor, fingerprint=fingerprint)


def answer_form(*, actor: User, fingerprint: str, answer: str) -> None:
    """Keep where a form that was taken led.

    Checked by: `signed_in` (everybody, their own forms only).
    """
    SentForm.objects.filter(sender=actor, fingerprint=fingerprint).update(answer=answer)


def leave_form(*, actor: User, fingerprint: str) -> None:
    """The form changed nothing: it may be sent again as it is.

    Checked by: `signed_in` (everybody, their own forms only).
    """
    SentForm.objects.filter(sender=actor, fingerprint=fingerprint).delete()
