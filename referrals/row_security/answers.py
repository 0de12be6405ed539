"""What the rules answered is seen with the referral; what a jobbtorg found out about the person stays there."""

from __future__ import annotations

from aspirants.row_security import for_database_roles, in_my_case, in_readable_case
from organisation.access.database_roles import REGISTRAR, STADSDEL
from organisation.access.row_security import USER, ColumnLimit, Grant, Policy, adding, reading
from referrals.row_security.conditions import followed, readable_by_stadsdel, referred, started_by_our_referral
from referrals.row_security.referrals import of_open_referral


def _of_clock(case: str) -> str:
    """The clock is the acting user's jobbtorg's to keep, or belongs to a case that fulfils the condition."""
    return (
        f"(SELECT clock.here OR {case} FROM deadlines_clock_case clock"
        " WHERE clock.id = referrals_fitnessanswer.clock_id)"
    )


READABLE = _of_clock(in_readable_case("clock.enrolment_id"))
WORKED_IN = _of_clock(in_my_case("clock.enrolment_id"))
OF_OUR_CLOCK = (
    f"({followed('r.clock_id = deadlines_breach.clock_id')} OR {started_by_our_referral('deadlines_breach.clock_id')})"
)
OURS = f"by_sender AND {referred('r.clock_id = referrals_fitnessanswer.clock_id')}"
BY_ME = f"registered_by_id = {USER}"
OURS_NOW = f"by_sender AND {followed('r.clock_id = referrals_fitnessanswer.clock_id')}"

POLICIES = [
    reading("referrals_departure", "of open referrals", of_open_referral("referrals_departure")),
    *for_database_roles("referrals_departure", REGISTRAR),
    readable_by_stadsdel("referrals_departure", referred("r.id = referrals_departure.referral_id")),
    *for_database_roles("referrals_fitnessanswer", REGISTRAR),
    reading("referrals_fitnessanswer", "of readable clocks", READABLE),
    adding("referrals_fitnessanswer", "of own clocks, add", f"NOT by_sender AND {BY_ME} AND {WORKED_IN}"),
    # The stadsdel reads what it has answered itself, never what the jobbtorg has found out.
    readable_by_stadsdel("referrals_fitnessanswer", OURS),
    adding("referrals_fitnessanswer", "the stadsdel's, add", f"{BY_ME} AND {OURS_NOW}", STADSDEL),
    # Its answer may have the promise judged today, from the same day 0 (deadlines.clocks.coverage).
    Policy("deadlines_breach", "the stadsdel's, judged", OF_OUR_CLOCK, "UPDATE", STADSDEL),
]

COLUMN_LIMITS = [
    # When it was stamped is all that a sender's answer changes of a breach.
    ColumnLimit("deadlines_breach", ("stamped_at",), (STADSDEL,)),
    # A sender completes, corrects, answers and takes back: from when the clock counts, whom it covers, that it ended.
    ColumnLimit(
        "deadlines_deadlineclock",
        (
            *("started_on", "status", "original_due_on", "due_on", "recommended_on", "ended_on"),
            *("covered", "covered_reason", "coverage_awaited", "covered_by", "covered_rule_from"),
        ),
        (STADSDEL,),
    ),
]

RULES = (
    "referrals_coveragerule",
    "referrals_eligibilityrule",
    "referrals_targetgrouprule",
    "referrals_priorityrule",
)

GRANTS = [
    Grant("referrals_departure", REGISTRAR, ("SELECT", "INSERT")),
    Grant("referrals_fitnessanswer", REGISTRAR),
    *(Grant(table, REGISTRAR) for table in RULES),
    Grant("organisation_targetgroup", REGISTRAR),
]
