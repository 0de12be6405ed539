"""Sessions in the database, found by a hash of their key: whoever reads the table can become nobody."""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.utils import timezone


def stored_key(key: str) -> str:
    """The key's place in the table: 40 characters of its SHA-256. The key itself has 190 bits and cannot be guessed."""
    return hashlib.sha256(key.encode()).hexdigest()[:40]


class SessionStore(db.SessionStore):
    """Django's own, but that the cookie holds the key and the table does not. Not for asynchronous views."""

    stored_until: datetime.datetime | None = None
    """When the session ends as it was read from the table; None before it is read, and for a new one."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and a key of its own to come, where there is none with the key."""
        key = stored_key(self.session_key or "")
        row = self.model.objects.filter(session_key=key, expire_date__gt=timezone.now()).first()
        if row is None:
            self._session_key = None
            return {}
        self.stored_until = row.expire_date
        held: dict[str, Any] = self.decode(row.session_data)
        return held

    def exists(self, session_key: str) -> bool:
        """Whether there is a session with the key."""
        return super().exists(stored_key(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """The row that the session is written to."""
        row: AbstractBaseSession = super().create_model_instance(data)
        row.session_key = stored_key(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """Remove the session with the key, by default this one."""
        key = session_key or self.session_key
        if key is not None:
            super().delete(stored_key(key))
