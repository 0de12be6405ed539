"""The words for the topics of a meeting, also of those that are chosen no longer."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache

from meetings.choices import Topic
from meetings.models import MeetingTopic

KEY, KEPT = "meeting-topics", 300
"""All topics in the cache, and for how many seconds; a topic that is saved is read anew at once."""

HELD = 5.0
"""Seconds for which a process that serves no requests trusts what it has read."""

Known = dict[str, dict[int | None, tuple[str, bool]]]


def topics_in_words(codes: Sequence[str], jobbtorg_id: int | None, *, without_health: bool = False) -> str:
    """The names, "Jobbsökning, Hälsa", as the jobbtorg has them, else as they are for all.

    `without_health`: those that say something about health are left out. Asks the database once in five minutes, and
    the cache once in a request: a list has topics in every row.
    """
    known = _known()
    found = [_name(known, code, jobbtorg_id) for code in codes]
    return ", ".join(label for label, is_health in found if not (without_health and is_health))


def _name(known: Known, code: str, jobbtorg_id: int | None) -> tuple[str, bool]:
    """The name and whether it is about health. Of a code that no table has, the name it shipped with, else itself."""
    named = known.get(code)
    if not named:
        return dict(Topic.choices).get(code, code), code == Topic.HEALTH
    label, _ = named.get(jobbtorg_id) or named.get(None) or next(iter(named.values()))
    return label, code == Topic.HEALTH or any(is_health for _, is_health in named.values())


@dataclass
class _Held:
    """What this process has read, until the next request or for a few seconds."""

    known: Known | None = None
    until: float = 0.0


_held = _Held()


def _known() -> Known:
    if _held.known is None or time.monotonic() > _held.until:
        _held.known, _held.until = _cached(), time.monotonic() + HELD
    return _held.known


def _cached() -> Known:
    found: Known | None = cache.get(KEY)
    if found is None:
        found = {}
        rows = MeetingTopic.objects.order_by("pk").values_list("code", "jobbtorg", "label", "reveals_health")
        for code, jobbtorg_id, label, is_health in rows:
            found.setdefault(code, {})[jobbtorg_id] = label, is_health
        cache.set(KEY, found, KEPT)
    return found


def forget_held(**_: object) -> None:
    """Ask the cache anew at the next question: a request begins."""
    _held.known = None


def forget_topics(**_: object) -> None:
    """Read them anew at the next question: one has been saved."""
    forget_held()
    cache.delete(KEY)
