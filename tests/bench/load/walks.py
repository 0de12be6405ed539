"""Which pages people open, and how often: of a hundred pages, so many each. Names of URLs, as in tests/pages.py."""

from __future__ import annotations

COACH, MANAGER, CASEWORKER = "COACH", "MANAGER", "CASEWORKER"

SHARES = {COACH: 0.7, CASEWORKER: 0.2, MANAGER: 0.1}
"""Of the people; one part of the city's staff, those who are at their desks."""

LOG_MEETING, SEARCH, CASE = "log_meeting", "search", "case"
"""The first two are sent in: the form of a meeting after it was fetched, which leads to the case, and the search from
whatever page one is on."""

MEETING = {"outcome": "attended", "note": "Vi gick igenom vad som ska göras till nästa gång."}
"""What is typed into the form; the rest is as the page suggests it."""

WALKS: dict[str, dict[str, int]] = {
    COACH: {
        "home": 24,
        CASE: 24,
        LOG_MEETING: 16,
        "aspirant_list": 8,
        SEARCH: 8,
        "deadlines": 8,
        "case_history": 6,
        "referral_inbox": 6,
    },
    MANAGER: {
        "deadlines": 24,
        "referral_inbox": 22,
        "statistics": 14,
        CASE: 14,
        "aspirant_list": 10,
        SEARCH: 10,
        "case_history": 6,
    },
    CASEWORKER: {"referral_inbox": 46, "referral_detail": 40, SEARCH: 14},
}
