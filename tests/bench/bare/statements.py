"""SQL by hand for the rows that each page shows, one file of `sql/` for each page.

`%(user)s` and `%(unit)s` are who asks and where they work, `%(case)s` the case or the referral, `%(sought)s` a part
of a name.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_SQL = Path(__file__).parent / "sql"

SIDE_BY_SIDE = {"inbox-open": ("inbox", "referral")}
"""Pages with the rows of two."""

LOGGED = """
INSERT INTO audit_accessevent (at, user_id, kind, view, subject, person_id, sought, reason, address)
VALUES (now(), %(user)s, 'READ', %(view)s, '', NULL, '', '', '127.0.0.1')
"""
MET = """
INSERT INTO meetings_meeting (enrolment_id, coach_id, kind, channel, starts_at, minutes, status, topics, note,
       booked_by_id, booked_at, logged_by_id, logged_at, submission_id)
VALUES (%(case)s, %(user)s, 'COACH', 'VISIT', now(), 30, 'PRESENT', '{PLANNING}', 'Gick igenom planen.', %(user)s,
        now(), %(user)s, now(), gen_random_uuid())
"""


@cache
def statements_of(page: str) -> list[str]:
    """The statements of a page, in the order of its tables."""
    files = [_SQL / f"{part}.sql" for part in SIDE_BY_SIDE.get(page, (page,))]
    return [text for file in files for text in file.read_text().split(";\n") if text.strip()]
