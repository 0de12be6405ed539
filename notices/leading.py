"""Whether a notice still leads somewhere for its reader. Packages above register how to tell for their paths."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import Resolver404, resolve

from organisation.models import User

IsOpen = Callable[[User, int], bool]
"""Whether a user may open the thing with a key."""

_checks: dict[str, IsOpen] = {}


def register_target(view: str, is_open: IsOpen) -> None:
    """Let notices that lead to a page about one thing ask first whether the reader may open it."""
    _checks[view] = is_open


def leads_somewhere(user: User, path: str) -> bool:
    """Whether the user may open what a notice leads to; True for pages about which nothing is registered."""
    try:
        target = resolve(path.partition("?")[0].partition("#")[0])
    except Resolver404:
        return False
    is_open = _checks.get(target.url_name or "")
    return is_open is None or is_open(user, target.kwargs["pk"])
