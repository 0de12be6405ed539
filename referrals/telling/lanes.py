"""What happened between a stadsdel and a jobbtorg, each in its lane, as far as the reading side may see (R-2-55).

The two sides read different cuts of the same events. A unit reads the steps of its referral and what crossed the
border; a jobbtorg reads these and what it has done in the case itself, told or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aspirants.models import Consent, Enrolment
from core.swedish.dates import start_of_day
from jobplans.models import FollowUp, JobPlanVersion
from referrals.choices import CORRECTION
from referrals.facts.days import when_it_happened
from referrals.models import Referral, ReferralEvent, ReferralStatus, Source, WalkIn
from referrals.telling.lane_items import JOBBTORG, UNIT, LaneItem, lane_of, of_consents, of_visit
from referrals.telling.told import ShownTold

BY_UNIT = (ReferralStatus.SUBMITTED, ReferralStatus.WITHDRAWN)

TITLES = {
    ReferralStatus.SUBMITTED: "Remissen skickades",
    ReferralStatus.INCOMPLETE: "Remissen skickades tillbaka med en fråga",
    ReferralStatus.ACCEPTED: "Remissen togs emot",
    ReferralStatus.ENROLLED: "Inskriven",
    ReferralStatus.DECLINED: "Remissen avböjdes",
    ReferralStatus.WITHDRAWN: "Remissen återkallades",
    ReferralStatus.LAPSED: "Remissen förföll",
}


def lanes_for_unit(referral: Referral | None, told: Iterable[ShownTold], consents: Iterable[Consent]) -> list[LaneItem]:
    """What a unit may see, the latest first: its referral's steps, what was told either way, and the consents for it.

    One statement. `consents` come with who registered them.
    """
    return _in_order([*_steps(referral), *of_consents(consents), *_told(told)])


def lanes_for_jobbtorg(
    enrolment: Enrolment,
    origin: Referral | WalkIn | None,
    told: Iterable[ShownTold],
    held: Iterable[FollowUp],
    consents: Iterable[Consent],
) -> list[LaneItem]:
    """What the case's jobbtorg may see, the latest first: also what it has done in the case. Two statements.

    `held` are the follow-ups that were held; `consents` come with who registered them.
    """
    referral = origin if isinstance(origin, Referral) else None
    visit = origin if isinstance(origin, WalkIn) else None
    own = [*of_visit(visit), *of_consents(consents), *_own(enrolment, referral, held)]
    return _in_order([*_steps(referral), *own, *_told(told)])


def _in_order(items: list[LaneItem]) -> list[LaneItem]:
    """The latest first; of what is known to have happened on one day alone, what was done last."""
    return sorted(items, key=lambda one: one.at)[::-1]


def _steps(referral: Referral | None) -> Iterator[LaneItem]:
    if referral is None:
        return
    earlier: ReferralEvent | None = None
    for event in ReferralEvent.objects.filter(referral=referral).select_related("actor").order_by("at", "pk"):
        at, later = when_it_happened(event, is_first=earlier is None, referral=referral)
        if event.comment.startswith(CORRECTION):
            title, lane, text = "Remissens uppgifter rättades", lane_of(event.actor), event.comment
            yield LaneItem(at, lane, title, str(event.actor), text.removeprefix(CORRECTION))
            continue
        status = ReferralStatus(event.status)
        on_paper = earlier is None and referral.source != Source.DISTRICT
        lane = UNIT if status in BY_UNIT and not event.takes_back and not on_paper else JOBBTORG
        yield LaneItem(at, lane, _title(event, earlier, on_paper), str(event.actor), later)
        earlier = event


def _title(event: ReferralEvent, earlier: ReferralEvent | None, on_paper: bool) -> str:
    if event.takes_back:
        return "Avböjandet togs tillbaka"
    if on_paper:
        return "Remissen kom in"
    if earlier is not None and event.status == ReferralStatus.SUBMITTED:
        return "Remissen kompletterades"
    return TITLES[ReferralStatus(event.status)]


def _told(told: Iterable[ShownTold]) -> Iterator[LaneItem]:
    for one in reversed(list(told)):
        did = one.what if one.is_message else f"Lämnade {one.what.lower()}"
        yield LaneItem(one.at, JOBBTORG if one.to_unit else UNIT, did, one.by, one.ground)
        if one.received_at is not None:
            other = UNIT if one.to_unit else JOBBTORG
            opened = f"Läste {one.what[0].lower()}{one.what[1:]}" if one.is_message else f"Öppnade {one.what.lower()}"
            yield LaneItem(one.received_at, other, opened, one.received_by)


def _own(enrolment: Enrolment, referral: Referral | None, held: Iterable[FollowUp]) -> Iterator[LaneItem]:
    """What the jobbtorg has done in the case itself, without what was noted."""
    if referral is None:
        yield LaneItem(start_of_day(enrolment.enrolled_on), JOBBTORG, "Inskriven")
    for version in JobPlanVersion.objects.filter(
        plan__enrolment=enrolment, approval__decision="APPROVED"
    ).select_related("approval"):
        yield LaneItem(version.approval.answered_at, JOBBTORG, f"Jobbplan godkänd, {str(version).lower()}")
    for one in held:
        if one.held_at is not None:
            yield LaneItem(one.held_at, JOBBTORG, "Uppföljning", text=one.get_result_display())
    if enrolment.closed_on is not None:
        yield LaneItem(start_of_day(enrolment.closed_on), JOBBTORG, "Ärendet avslutades")


@dataclass(frozen=True)
class Task:
    """Something that is to be done, and the one organisation that owns it (R-2-53)."""

    what: str
    owner: str
    when: str = ""


def standing_tasks(jobbtorg: str, unit: str) -> list[Task]:
    """Who does what in every case: each task has one owner."""
    return [
        Task("Beslut om ekonomiskt bistånd", unit or UNIT),
        Task("Planering, insatser och närvaro", jobbtorg),
        Task("Jobbplan och uppföljning", jobbtorg),
    ]
