"""Passwords that have leaked elsewhere are refused, without sending what was typed to another machine."""

from __future__ import annotations

import hashlib
import os
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError

HASH_LENGTH = 40


def _line_from(file: BinaryIO, offset: int) -> bytes:
    """The first whole line that begins at `offset` or after it; empty at the end."""
    if offset:
        file.seek(offset - 1)
        file.readline()
    else:
        file.seek(0)
    return file.readline()


def is_listed(password: str, path: str) -> bool:
    """Whether the password's SHA-1 stands in the file: lines `HASH` or `HASH:COUNT`, in the order of the hashes.

    Binary search: some thirty short reads in a file of thirty-five gigabytes. Raises OSError if it cannot be read: a
    list that is asked for and not there must not look like a password that is not on it.
    """
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with open(path, "rb") as file:
        low, high = 0, os.fstat(file.fileno()).st_size
        while low < high:
            middle = (low + high) // 2
            found = _line_from(file, middle)[:HASH_LENGTH].upper()
            if found == wanted:
                return True
            if found and found < wanted:
                low = middle + 1
            else:
                high = middle
        return False


class BreachedPasswordValidator:
    """Refuses what stands in the file BREACHED_PASSWORDS_FILE; without a file it refuses nothing."""

    def validate(self, password: str, user: object = None) -> None:
        path = settings.BREACHED_PASSWORDS_FILE
        if path and is_listed(password, path):
            raise ValidationError(
                "Lösenordet finns på listor över läckta lösenord. Välj ett annat.", code="password_breached"
            )

    def get_help_text(self) -> str:
        return "Lösenordet får inte finnas på listor över läckta lösenord."
