"""What every operation in the product shares."""

from __future__ import annotations


class OperationRefused(Exception):  # noqa: N818 - it reads as what happened
    """A rule says no. `message` is one Swedish sentence for the user, `field` the form field it is about."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
