"""Where one comes from a referral that is open beside the inbox: to the next one, or back to the same one."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import QueryDict
from django.urls import reverse

from core.way_back import own_path
from organisation.lists.results import MARKED

OPENED = "oppen"
"""The parameter with the key of the referral that is open beside the list."""
PANEL = "#remiss"
"""Where what is open begins on the page."""


def to_next(asked: QueryDict, keys: Sequence[int], pk: int) -> str:
    """The list with the one after `pk` open, where a finished act ends; the list alone after the last one.

    At the top of the page, where what was done is said. `keys`: those in the list that open beside it.
    """
    here = keys.index(pk) if pk in keys else -1
    following = [*keys[here + 1 :], *keys[: max(here, 0)]]
    return _inbox(asked, following[0] if following else None)


def to_same(address: str, pk: int) -> str:
    """Where one comes by leaving a form that would have ended at `address`: beside the inbox, the same one again."""
    asked = asked_of_inbox(address)
    return address if asked is None else f"{_inbox(asked, pk)}{PANEL}"


def asked_of_inbox(address: str) -> QueryDict | None:
    """What an address asks of the inbox; None where it leads elsewhere."""
    path, _, query = own_path(address, "").partition("#")[0].partition("?")
    return QueryDict(query) if path == reverse("referral_inbox") else None


def _inbox(asked: QueryDict, opened: int | None) -> str:
    query = asked.copy()
    for gone in (OPENED, MARKED):
        query.pop(gone, None)
    if opened is not None:
        query[OPENED] = str(opened)
    return f"{reverse('referral_inbox')}?{query.urlencode()}"
