"""Conditions for what a referral, or what was told, opens to the stadsdel."""

from __future__ import annotations

from aspirants.choices import Protection
from organisation.access.database_roles import STADSDEL
from organisation.access.row_security import HIDDEN, MY_UNITS, USER, Policy, reading


def told_of(case: str) -> str:
    """The person of a case is not protected, or the acting user sent the person: nobody else there may know of them."""
    return (
        f"(EXISTS (SELECT FROM aspirants_person open WHERE open.id = {case}.person_id"
        f" AND open.protection = '{Protection.NONE.value}')"
        f" OR EXISTS (SELECT FROM referrals_referral own WHERE own.enrolment_id = {case}.id"
        f" AND own.sent_by_id = {USER} AND own.unit_id = {MY_UNITS}))"
    )


def known_to_me(person: str) -> str:
    """The person is not protected, or the acting user sent the person: nobody else there may know of them."""
    return (
        f"(EXISTS (SELECT FROM aspirants_person open WHERE open.id = {person}"
        f" AND open.protection = '{Protection.NONE.value}')"
        f" OR EXISTS (SELECT FROM referrals_referral own WHERE own.person_id = {person}"
        f" AND own.sent_by_id = {USER} AND own.unit_id = {MY_UNITS}))"
    )


def shown(referral: str) -> str:
    """Of what the acting user's unit sent: its person is not hidden from the user, unless the user sent it."""
    return f"({referral}.sent_by_id = {USER} OR {referral}.person_id <> {HIDDEN})"


def referred(condition: str) -> str:
    """A referral that the acting user's unit follows fulfils the condition."""
    return f"(SELECT true FROM referrals_sent_place r WHERE {condition} AND {shown('r')} LIMIT 1)"


def followed(condition: str) -> str:
    """As `referred`, of a referral whose case still has the unit: what is newer than that is another authority's."""
    return referred(f"{condition} AND r.followed")


def started_by_our_referral(clock: str) -> str:
    """The clock was started by a referral that the acting user's unit follows, and nobody is enrolled yet."""
    return f"(SELECT true FROM referrals_clock p WHERE p.clock_id = {clock} AND {shown('p')} LIMIT 1)"


def readable_by_stadsdel(table: str, condition: str) -> Policy:
    """Rows that the sender's side may read."""
    return reading(table, "the stadsdel's", condition, STADSDEL)
