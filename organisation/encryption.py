"""The installation's cipher: what it encrypts is of no use to who has the database alone."""

from __future__ import annotations

from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


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
