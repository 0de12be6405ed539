"""Looking a number up before a referral is sent: counted, logged, and what stands in the way said."""

from __future__ import annotations

from aspirants.identity import Identity
from aspirants.models import Person
from audit.lookups import led_to, require_lookups_within_limit
from audit.models import AccessKind
from audit.operations import log_access
from core.encryption import lookup_hash
from core.refusals import OperationRefused
from organisation.access.rules import StaffRequest
from organisation.models import User
from referrals.facts.before_sending import known_person, obstacle_to_referral, require_not_told_of_death, unit_of
from referrals.models import Referral


def look_up(request: StaffRequest, identity: Identity | None) -> Person | None:
    """Look a number up; every look-up is logged, also one that finds nobody."""
    if identity is None:
        return None
    place = require_lookups_within_limit(request.user)
    person = known_person(identity)
    led_to(request.user, place, person.pk if person else None)
    sought = lookup_hash(identity.number)
    log_access(request, AccessKind.SEARCH, person_id=person.pk if person else None, sought=sought)
    return person


def followed_instead(user: User, person: Person) -> Referral | None:
    """The referral of a person that the user's unit follows already; to be followed in place of a new one.

    One that was sent without a number is not named: whose it is another authority may have told.
    """
    followed = Referral.objects.visible_to(user).unfinished().filter(person=person).exclude(said_number="")
    found: Referral | None = followed.order_by("pk").last()
    return found


def obstacle_for(request: StaffRequest, person: Person) -> str | None:
    """Why the person cannot be referred by the user's unit now; what the sender's authority was told comes first."""
    try:
        require_not_told_of_death(person, unit_of(request.user))
    except OperationRefused as refusal:
        return refusal.message
    return obstacle_to_referral(person)
