"""Which pages people open, and how often: of a hundred pages, so many each. Names of URLs, as in tests/pages.py."""

from __future__ import annotations

COACH, MANAGER, CASEWORKER = "COACH", "MANAGER", "CASEWORKER"

SHARES = {COACH: 0.7, CASEWORKER: 0.2, MANAGER: 0.1}
"""Of the people; one part of the city's staff, those who are at their desks."""

LOG_MEETING, SEARCH = "log_meeting", "search"
"""The pages that are sent in: the form of a meeting after it was fetched, the search from whatever page one is on."""

WALKS: dict[str, dict[str, int]] = {
    COACH: {
        "home": 24,
        "case": 24,
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
        "case": 14,
        "aspirant_list": 10,
        SEARCH: 10,
        "case_history": 6,
    },
    CASEWORKER: {"referral_inbox": 46, "referral_detail": 40, SEARCH: 14},
}
