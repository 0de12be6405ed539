"""The installation's cipher, the fields it encrypts, and the keyed hash that finds an identity number again."""

from __future__ import annotations

import hashlib
import hmac
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models


@cache
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def cipher() -> MultiFernet:
    """The cipher of the installation; its first key encrypts, all keys decrypt, so that keys can be rotated."""
    return _cipher(tuple(settings.IDENTITY_ENCRYPTION_KEYS))


def encrypted(text: str) -> str:
    """The text as it may be stored."""
    return cipher().encrypt(text.encode()).decode()


def decrypted(text: str) -> str:
    """What was encrypted with one of the keys."""
    return cipher().decrypt(text.encode()).decode()


def lookup_hash(text: str) -> str:
    """A keyed SHA-256 (64 hex digits), equal for equal texts and of no use without the installation's key."""
    return hmac.new(settings.IDENTITY_LOOKUP_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


class EncryptedTextField(models.TextField):
    """Text that is encrypted in the database and plain in Python. Cannot be searched; store a hash beside it."""

    def get_prep_value(self, value: Any) -> Any:
        return cipher().encrypt(value.encode()).decode() if value else value

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return cipher().decrypt(value.encode()).decode() if value else value


class EncryptedBytesField(models.BinaryField):
    """Bytes that are encrypted in the database and plain in Python. Cannot be searched; store a hash beside them."""

    def get_prep_value(self, value: Any) -> Any:
        return cipher().encrypt(bytes(value)) if value else value

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> bytes | None:
        return cipher().decrypt(bytes(value)) if value else value
