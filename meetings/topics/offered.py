"""The topics that a jobbtorg chooses among on a day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from meetings.choices import Topic
from meetings.models import MeetingTopic

MOST_SHOWN = 8
"""More are not read any more, only looked through."""


def topics_offered(
    rows: Iterable[MeetingTopic], jobbtorg_id: int | None, day: datetime.date, *, chosen: Iterable[str] = ()
) -> list[tuple[str, str]]:
    """Codes and names by the rows at hand: the jobbtorg's own in force, else those for all, else the six that ship.

    `chosen`: codes that stand in a meeting already, offered too though they may have ended.
    """
    known = sorted(rows, key=lambda row: (row.position, row.code))
    valid = [row for row in known if row.is_valid_on(day)]
    own = [row for row in valid if row.jobbtorg_id == jobbtorg_id and jobbtorg_id is not None]
    for_all = [row for row in valid if row.jobbtorg_id is None]
    offered = [(row.code, row.label) for row in own or for_all][:MOST_SHOWN] or [
        (topic.value, topic.label) for topic in Topic
    ]
    codes = {code for code, _ in offered}
    names = dict(Topic.choices) | {row.code: row.label for row in known}
    return [*offered, *((code, names.get(code, code)) for code in chosen if code not in codes)]
