"""Proof to the database that the web process itself says who acts (docs/decisions/097).

A setting of the transaction is everybody's to set: whoever slips SQL into a query could name another user. So the
process signs what it says, and the owner's functions believe nothing else (organisation/access/functions.py). The
signature is about one user or role, one connection and one minute: read from a log or from pg_stat_activity it is
worth nothing on any other connection.

The key is made from SECRET_KEY; `manage.py migrate` tells the database the present one and those before it.
"""

from __future__ import annotations

import hmac
import time
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import connection

PURPOSE = b"jobbtorg: who acts in the database"
BLOCK = 64
"""Bytes in a block of SHA-256, to which HMAC pads its key."""

TRUSTED_SECONDS = 60
"""How far a signature's time may be from the database's clock."""

ASKED_AGAIN_AFTER = 20
"""Seconds after which a connection's clock is read anew: machines sleep, and a server's clock is set."""

ACCOUNT = "account"
"""In place of a role: the signature lets an account be written to, and nobody act."""

NOBODY = (0, "")
"""In place of a signature, where nothing is claimed."""


@dataclass(frozen=True)
class Pads:
    """A key as HMAC uses it, so that the database needs no more than its own sha256()."""

    inner: bytes
    outer: bytes

    @classmethod
    def of(cls, key: bytes) -> Pads:
        """`key` is no longer than a block."""
        padded = key.ljust(BLOCK, b"\0")
        return cls(bytes(byte ^ 0x36 for byte in padded), bytes(byte ^ 0x5C for byte in padded))


def signing_keys() -> list[bytes]:
    """The key in use and those that were in use before, made from SECRET_KEY and SECRET_KEY_FALLBACKS."""
    return [_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def signed(user: int | None, role: str) -> tuple[int, str]:
    """Time (seconds) and signature, for this connection: `user` (None: as before) acts, as `role` ("": its own)."""
    connection.ensure_connection()
    driver = connection.connection
    at = _database_seconds(driver)
    message = f"{'' if user is None else user}:{role}:{driver.info.backend_pid}:{at}"
    return at, hmac.new(_key(settings.SECRET_KEY), message.encode(), "sha256").hexdigest()


def _key(secret: str) -> bytes:
    return hmac.new(secret.encode(), PURPOSE, "sha256").digest()


_offsets: WeakKeyDictionary[Any, tuple[float, float]] = WeakKeyDictionary()
"""Connection → when its clock was read (time.monotonic) and how far that is from the database's seconds."""


def _database_seconds(driver: Any) -> int:
    """The database's clock, by one query now and then: the machines' clocks need not agree.

    By its full name, as the owner's functions ask it, whatever the connection's search path.
    """
    now = time.monotonic()
    read_at, offset = _offsets.get(driver, (None, 0.0))
    if read_at is None or now - read_at > ASKED_AGAIN_AFTER:
        with driver.cursor() as cursor:
            seconds = cursor.execute("SELECT extract(epoch FROM pg_catalog.clock_timestamp())::float8").fetchone()[0]
        offset = seconds - now
        _offsets[driver] = (now, offset)
    return int(now + offset)
