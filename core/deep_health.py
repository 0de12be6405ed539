"""Checks that background work has been done: the packages register them, /halsa/djup makes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

DeepCheck = Callable[[], tuple[bool, dict[str, Any]]]
"""Whether all is well, and what a reader wants to know besides: times and counts only."""

_checks: dict[str, DeepCheck] = {}


def register_deep_check(name: str, check: DeepCheck) -> None:
    """Have a check made under a name; packages call this when they are ready."""
    _checks[name] = check


def deep_checks() -> Mapping[str, DeepCheck]:
    """All registered checks by name."""
    return _checks
