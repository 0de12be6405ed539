"""Keeping what stands in a form that is not saved, and forgetting it when it is."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from django.db import connection, transaction
from django.db.models import Q

from organisation.models import User
from workbench.models import SentForm, UnsavedText
from workbench.unsaved.kept import FORMS_OWN
from workbench.unsaved.worth_keeping import NEVER_KEPT, is_kept_at_all

MOST_KEPT = 50
"""Forms kept for one author; of more, the oldest go."""

_LOCK = "SELECT pg_advisory_xact_lock(%s, hashtext(%s))"
_LOCK_SPACE = 7_301_000
"""Added to the author's key, so that these locks meet no others."""

_DROP_OLDEST = f"""
DELETE FROM {UnsavedText._meta.db_table}
 WHERE author_id = %s AND id NOT IN (
       SELECT id FROM {UnsavedText._meta.db_table} WHERE author_id = %s ORDER BY saved_at DESC, id DESC LIMIT %s)
"""  # noqa: S608 - the name of our own table


@transaction.atomic
def keep_text(
    *,
    actor: User,
    page: str,
    address: str,
    fields: Mapping[str, Sequence[str]],
    fetched: str,
    was_sent: bool = False,
    key: int | None = None,
) -> bool:
    """Keep the fields of a form for its author; whether they were kept.

    `page` is the path of the page the form stood on, `address` where it is sent to, `fetched` the page as it was
    fetched (organisation/access/written.py): nothing is kept of a form that has been taken from it. Nothing typed means
    nothing kept. `key` is the kept text that was put back into the form.

    It takes the place of that text, else of what was kept from the same page, else of what has not been offered yet.
    What has been offered, and was neither taken nor thrown away, stays beside it.

    Checked by: `anyone` (the mark of the form says whose it is; their own texts only).
    """
    kept = {name: [text for text in texts if text.strip()] for name, texts in fields.items() if name not in NEVER_KEPT}
    kept = {name: texts for name, texts in kept.items() if texts}
    _lock(actor, address)
    if fetched and SentForm.objects.filter(sender=actor, page=fetched).exclude(answer="").exists():
        return False
    if not is_kept_at_all(kept):
        return False
    before = _in_its_place(actor, address, fetched, key)
    if not any(name not in FORMS_OWN for name in kept):
        if before is not None:
            before.delete()
        return False
    text = before or UnsavedText(author=actor)
    text.page, text.address, text.fetched, text.was_sent = page, address, fetched, was_sent
    text.fields = json.dumps(kept, ensure_ascii=False)
    text.save()
    with connection.cursor() as cursor:
        cursor.execute(_DROP_OLDEST, [actor.pk, actor.pk, MOST_KEPT])
    return True


def _in_its_place(author: User, address: str, fetched: str, key: int | None) -> UnsavedText | None:
    """The text that a newer one replaces, if there is one."""
    own = UnsavedText.objects.filter(author=author)
    put_back = own.filter(pk=key).first() if key is not None else None
    of_the_form = own.filter(address=address).order_by("-saved_at", "-pk")
    return put_back or of_the_form.filter(fetched=fetched).first() or of_the_form.filter(offered=False).first()


def take_up(*, actor: User, key: int) -> None:
    """A kept text was put back into a form that came back to be mended: the form's own text by now, and no other.

    Checked by: `signed_in` (everybody, their own texts only).
    """
    UnsavedText.objects.filter(author=actor, pk=key).update(offered=False)


@transaction.atomic
def drop_saved(*, actor: User, address: str, fetched: str = "", key: int | None = None) -> None:
    """Forget what was kept of a form that has been taken from the page `fetched`, and the text put back in it (`key`).

    Another text that has been offered stays until it is taken or thrown away.

    Checked by: `signed_in` (everybody, their own texts only).
    """
    # What is being kept at this moment waits here, and then finds that the form was taken (keep_text).
    _lock(actor, address)
    UnsavedText.objects.filter(Q(offered=False) | Q(fetched=fetched), author=actor, address=address).delete()
    if key is not None:
        drop_text(actor=actor, key=key)


def drop_text(*, actor: User, key: int) -> None:
    """Remove a text that is kept, because it is not wanted any more.

    Checked by: `signed_in` (everybody, their own texts only).
    """
    UnsavedText.objects.filter(author=actor, pk=key).delete()


def _lock(author: User, address: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [_LOCK_SPACE + author.pk % 1_000_000, address])
