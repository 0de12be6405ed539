"""Which referrals the database shows, and what a referral opens to the stadsdel that sent it, and no more."""

from __future__ import annotations

from aspirants.row_security import OPENED_BY_ME, for_errands, open_to_me
from organisation.database_roles import IMPORTER, REGISTRAR, REPORTS
from organisation.row_security import MY_JOBBTORG, MY_UNITS, USER, Grant, Policy, adding, reading

PERSON = open_to_me("referrals_referral.person_id")
RECEIVED = f"jobbtorg_id = {MY_JOBBTORG} AND {PERSON}"
SENT = f"unit_id IN {MY_UNITS} AND (sent_by_id = {USER} OR {PERSON})"
"""A protected person's referral is followed by the one who sent it and nobody else in the stadsdel."""

MOVED_HERE = (
    "EXISTS (SELECT FROM aspirants_case_place place WHERE place.id = referrals_referral.enrolment_id"
    f" AND (place.jobbtorg_id = {MY_JOBBTORG} OR ({MY_JOBBTORG} IS NOT NULL AND place.person_id IN {OPENED_BY_ME})))"
    f" AND {PERSON}"
)


def _referred(condition: str, *, by_sender: bool = True) -> str:
    """A referral the acting user may see fulfils the condition; `by_sender`: as one of the stadsdel that sent it."""
    sender = f" AND r.unit_id IN {MY_UNITS}" if by_sender else ""
    return f"EXISTS (SELECT FROM referrals_referral r WHERE {condition}{sender})"


def _told(condition: str) -> str:
    """The jobbtorg has disclosed something that fulfils the condition to the acting user's unit."""
    return f"EXISTS (SELECT FROM aspirants_disclosure d WHERE {condition} AND d.recipient_id IN {MY_UNITS})"


POLICIES = [
    reading("referrals_referral", "sent to my jobbtorg", RECEIVED),
    reading("referrals_referral", "sent by my unit", SENT),
    reading("referrals_referral", "of cases here", MOVED_HERE),
    Policy("referrals_referral", "sent to my jobbtorg, change", RECEIVED, "UPDATE"),
    Policy("referrals_referral", "sent by my unit, change", SENT, "UPDATE"),
    *(
        Policy("referrals_referral", f"errand of {role}", "true", "SELECT", role)
        for role in (REGISTRAR, REPORTS, IMPORTER)
    ),
    # Even while registering, a referral is sent for one's own unit only.
    Policy("referrals_referral", "send", f"unit_id IN {MY_UNITS}", "INSERT", REGISTRAR),
    reading("referrals_referralevent", "of open referrals", _referred("r.id = referral_id", by_sender=False)),
    adding("referrals_referralevent", "of open referrals, add", _referred("r.id = referral_id", by_sender=False)),
    *for_errands("referrals_referralevent", REGISTRAR),
    Policy("referrals_referraldraft", "my own", f"author_id = {USER}"),
    # What a referral opens to its sender, row by row.
    reading("aspirants_person", "referred", _referred("r.person_id = aspirants_person.id", by_sender=False)),
    Policy(
        "aspirants_person",
        "referred here, change",
        _referred(f"r.person_id = aspirants_person.id AND r.jobbtorg_id = {MY_JOBBTORG}", by_sender=False),
        "UPDATE",
    ),
    reading("aspirants_enrolment", "referred", _referred("r.enrolment_id = aspirants_enrolment.id")),
    reading("jobplans_deadlineclock", "referred", _referred("r.clock_id = jobplans_deadlineclock.id")),
    Policy("jobplans_deadlineclock", "referred, change", _referred("r.clock_id = jobplans_deadlineclock.id"), "UPDATE"),
    adding("jobplans_breach", "referred, add", _referred("r.clock_id = jobplans_breach.clock_id")),
    reading(
        "aspirants_disclosure",
        "told to my unit",
        f"recipient_id IN {MY_UNITS} AND {_referred('r.enrolment_id = aspirants_disclosure.enrolment_id')}",
    ),
    reading(
        "aspirants_closure",
        "told to my unit",
        _told("d.enrolment_id = aspirants_closure.enrolment_id AND d.content = 'CLOSURE'"),
    ),
    reading("jobplans_jobplan", "referred", _referred("r.enrolment_id = jobplans_jobplan.enrolment_id")),
    reading(
        "jobplans_jobplanversion",
        "told to my unit",
        "EXISTS (SELECT FROM jobplans_plancommunication c WHERE c.version_id = jobplans_jobplanversion.id"
        f" AND c.unit_id IN {MY_UNITS})",
    ),
]

GRANTS = [
    Grant(
        "referrals_referral",
        REPORTS,
        columns=("id", "unit_id", "jobbtorg_id", "enrolment_id", "clock_id", "status", "received_on"),
    ),
    Grant("referrals_referral", REGISTRAR, ("SELECT", "INSERT")),
    Grant("referrals_referralevent", REGISTRAR, ("SELECT", "INSERT")),
]
