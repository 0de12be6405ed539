"""The keys that the database's own functions use, in a table that is the owner's alone (docs/decisions/097)."""

from __future__ import annotations

import secrets

from django.db.backends.utils import CursorWrapper

from organisation.access.functions import KEY_TABLE, KEYS
from organisation.access.signing import Pads, signing_keys


def make_keys(cursor: CursorWrapper) -> None:
    """Make the table and the seal's key where they are missing, and trust the signing keys of the settings, no others.

    The seal's key is made anew only with the database: nothing outside has to know it.
    """
    cursor.execute(KEYS)
    seal = Pads.of(secrets.token_bytes(32))
    cursor.execute(
        f"INSERT INTO {KEY_TABLE} SELECT 'seal', %s, %s"
        f" WHERE NOT EXISTS (SELECT FROM {KEY_TABLE} WHERE purpose = 'seal')",
        [seal.inner, seal.outer],
    )
    trusted = [Pads.of(key) for key in signing_keys()]
    cursor.execute(
        f"DELETE FROM {KEY_TABLE} WHERE purpose = 'signature' AND NOT inner_pad = ANY(%s)",
        [[pads.inner for pads in trusted]],
    )
    for pads in trusted:
        cursor.execute(
            f"INSERT INTO {KEY_TABLE} VALUES ('signature', %s, %s) ON CONFLICT DO NOTHING", [pads.inner, pads.outer]
        )
