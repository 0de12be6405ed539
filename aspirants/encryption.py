"""Identity numbers are stored encrypted; a keyed hash finds them again."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from django.conf import settings
from django.db import models

from organisation.encryption import cipher


def lookup_hash(text: str) -> str:
    """A keyed SHA-256 (64 hex digits), equal for equal texts and of no use without the installation's key."""
    return hmac.new(settings.IDENTITY_LOOKUP_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


class EncryptedTextField(models.TextField):
    """Text that is encrypted in the database and plain in Python. Cannot be searched; store a hash beside it."""

    def get_prep_value(self, value: Any) -> Any:
        return cipher().encrypt(value.encode()).decode() if value else value

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return cipher().decrypt(value.encode()).decode() if value else value
