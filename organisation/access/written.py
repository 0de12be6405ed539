"""Who was shown a form, and on which page: so that what was typed is known as theirs also when no session says so.

Each form that changes something carries the mark in a hidden field, beside the token against forgery
(jobbtorg/templatetags/forms.py). It is signed, so nobody can make one for somebody else, and ends with the longest
session.
"""

from __future__ import annotations

import datetime
import hashlib
import time
from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest

FIELD = "written"
"""The name of the hidden field."""

SALT = "jobbtorg.written"
VALID_FOR = datetime.timedelta(hours=13)
"""An hour longer than a session lasts."""

LONGEST_ADDRESS = 300
TOKEN = "csrfmiddlewaretoken"  # noqa: S105  # nosec B105  # the name of Django's field


@dataclass(frozen=True)
class Written:
    """The key of the user who was shown a form, and the page it stood on: path and query, an address of ours."""

    author: int
    page: str

    def mark(self) -> str:
        """The value of the hidden field."""
        return signing.dumps([self.author, short(self.page)], salt=SALT)

    @classmethod
    def from_mark(cls, mark: str) -> Written | None:
        """What the mark says; None where it is missing, too old, or was not written here."""
        try:
            author, page = signing.loads(mark, salt=SALT, max_age=VALID_FOR)
        except signing.BadSignature:
            return None
        return cls(author, page)


def seconds_shown(request: HttpRequest) -> int | None:
    """How long ago the page was drawn whose form was sent; None for a form without its mark."""
    mark = request.POST.get(FIELD, "")
    if Written.from_mark(mark) is None:
        return None
    # Its signature holds: between the two last colons stands when it was made.
    return int(time.time()) - signing.b62_decode(mark.rsplit(":", 2)[1])


def short(address: str) -> str:
    """An address with its query, or without it where it would be longer than what is kept of addresses."""
    return address if len(address) <= LONGEST_ADDRESS else address.split("?")[0][:LONGEST_ADDRESS]


def written_in(request: HttpRequest) -> Written | None:
    """What the form that was sent says of itself."""
    return Written.from_mark(request.POST.get(FIELD, ""))


def page_of(request: HttpRequest) -> str:
    """The page on which a form stands that this request draws: its own, or where the form came from that it refuses."""
    if request.method == "POST" and (written := written_in(request)):
        return written.page
    return request.get_full_path()


def fetched_page(token: str) -> str:
    """One page as it was fetched once: a hash of its token against forgery, whose mask is new on every page."""
    return hashlib.sha256(token.encode()).hexdigest()
