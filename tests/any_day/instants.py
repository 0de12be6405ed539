"""The instants at which the whole suite must pass, and why each is there."""

from __future__ import annotations

INSTANTS = {
    "2026-12-24T10:00": "julafton, which counts as a day off",
    "2026-12-31T23:55": "five minutes before a new year",
    # 02:30 is skipped that night: the tests begin a minute before, and go on beyond.
    "2027-03-28T01:59": "the clocks go forward",
    "2027-10-31T02:30+02:00": "the clocks go back: 02:30 for the first time",
    "2027-10-31T02:30+01:00": "the clocks go back: 02:30 for the second time",
    "2027-02-28T10:00": "28 February, a Sunday",
    "2028-02-29T10:00": "29 February",
    "2037-05-01T10:00": "1 May on a Friday",
}
