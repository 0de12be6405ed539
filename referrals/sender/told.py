"""What the jobbtorg have told the user's unit: from now on, whoever sent the person, and kept for good (R-2-66)."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Max, Prefetch, QuerySet
from django.utils import timezone

from aspirants.models import PROTECTED_NAME, Closure, Disclosure, DisclosureContent
from core.swedish.dates import weekday_date
from jobplans.models import JobPlanVersion, PlanCommunication, PlanItem
from organisation.models import User
from referrals.models import Referral
from referrals.questions.in_words import MESSAGE, MESSAGE_TEXT, message_in_words
from referrals.sender.status_texts import CLOSED_WITH
from referrals.telling.told import ShownTold, shown_told


@dataclass(frozen=True)
class ToldCase:
    """A case that the unit has been told something about: its number, the name, and what was told, newest first."""

    enrolment: int
    case_no: str
    person_id: int
    name: str
    told: list[Told] = field(default_factory=list)

    @property
    def has_news(self) -> bool:
        """Whether nobody of the unit has opened something of it yet."""
        return any(one.is_new for one in self.told)


@dataclass(frozen=True)
class Told:
    """One thing that was told, when, and whether somebody of the unit has opened it."""

    what: str
    at: datetime.datetime
    by: str
    is_new: bool = False


def told_of(user: User) -> QuerySet[Any, int]:
    """The keys of the cases that the user's unit has been told about, those told of last first.

    Row security says which: a protected person's are there for nobody but who sent that person.
    """
    latest = _told_to_unit(user).values("enrolment").annotate(latest=Max("disclosed_at"))
    return latest.order_by("-latest", "-enrolment").values_list("enrolment", flat=True)


def told_cases(user: User, *, of: Collection[int]) -> list[ToldCase]:
    """Those of the given cases that the user's unit has been told about, the latest first. Three statements."""
    disclosures = _told_to_unit(user).filter(enrolment__in=of)
    disclosures = disclosures.select_related("disclosed_by", MESSAGE).defer("said", MESSAGE_TEXT)
    found: dict[int, list[Told]] = {}
    for one in disclosures.order_by("-disclosed_at", "-pk"):
        what = _what(one)
        found.setdefault(one.enrolment_id, []).append(
            Told(what, one.disclosed_at, str(one.disclosed_by), one.receipt_at is None)
        )
    who, own = _who(found), _own_names(user, found)
    return [who[key].case(own.get(key), told) for key, told in found.items() if key in who]


@dataclass(frozen=True)
class ToldPage:
    """A case that the unit has been told about, before what was told is read: with the unit's own referral, if any."""

    case: ToldCase
    referral: Referral | None
    may_ask: bool
    """Whether the user's own unit is the one that is told of the case now."""

    def with_told(self, told: Iterable[ShownTold]) -> ToldCase:
        """The case with what was told to the unit."""
        to_unit = [Told(one.what, one.at, one.by, one.received_at is None) for one in told if one.to_unit]
        return replace(self.case, told=to_unit)


def told_page(user: User, case: int) -> ToldPage | None:
    """One case that the user's unit has been told about; None where there is none. Two statements."""
    who = _who([case], user.income_support_unit_id).get(case)
    if who is None:
        return None
    referral = Referral.objects.visible_to(user).filter(enrolment=case).select_related("enrolment").first()
    return ToldPage(who.case(referral.said_name if referral else None, []), referral, who.is_ours)


def _told_to_unit(user: User) -> QuerySet[Any]:
    return Disclosure.objects.visible_to(user).to_units().filter(enrolment__isnull=False)


def told_about(user: User, case: int) -> list[ShownTold]:
    """What the user's unit and the jobbtorg have told each other about one case, the latest first. One statement."""
    return shown_told(Disclosure.objects.visible_to(user).filter(enrolment_id=case))


def _what(told: Disclosure) -> str:
    is_message = told.content == DisclosureContent.MESSAGE
    return message_in_words(told) if is_message else DisclosureContent(told.content).label


class _Who(NamedTuple):
    """Whom a case is about, and whether a unit is the one that is told of it now."""

    enrolment: int
    case_no: str
    person: int
    is_protected: bool
    first_name: str
    last_name: str
    is_ours: bool

    def case(self, own_name: str | None, told: list[Told]) -> ToldCase:
        """The case by the name that the unit has written itself, where it has."""
        name = PROTECTED_NAME if self.is_protected else own_name or f"{self.first_name} {self.last_name}"
        return ToldCase(self.enrolment, self.case_no, self.person, name, told)


def _who(cases: Iterable[int], unit: int | None = None) -> dict[int, _Who]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT enrolment_id, case_no, person_id, is_protected, first_name, last_name,"
            " EXISTS (SELECT FROM referrals_our_case ours WHERE ours.id = enrolment_id AND ours.unit_id = %s)"
            " FROM referrals_told_case WHERE enrolment_id = ANY(%s)",
            [unit, list(cases)],
        )
        return {one.enrolment: one for one in map(_Who._make, cursor)}


def _own_names(user: User, cases: Iterable[int]) -> dict[int, str]:
    """The names that the unit has written itself, where the case came by its own referral."""
    sent = Referral.objects.visible_to(user).filter(enrolment__in=list(cases))
    return {one.enrolment_id: one.said_name for one in sent.only("enrolment", "said_first_name", "said_last_name")}


def told_plan(user: User, case: ToldCase) -> PlanCommunication | None:
    """The latest plan that was sent to the acting user's unit about the case, with its items."""
    versions = JobPlanVersion.objects.visible_to(user).filter(plan__enrolment=case.enrolment)
    return (
        PlanCommunication.objects.filter(version__in=versions, disclosure__in=Disclosure.objects.visible_to(user))
        .select_related("version__approval", "unit")
        .prefetch_related(Prefetch("version__items", PlanItem.objects.select_related("insats_type")))
        .order_by("-sent_at")
        .first()
    )


def told_closing(case: ToldCase) -> str:
    """How and when the case ended, where the acting user's unit was told: "Avslutat mån 9 mars 2026: arbete"."""
    if DisclosureContent.CLOSURE.label not in [one.what for one in case.told]:
        return ""
    closures = Closure.objects.filter(enrolment_id=case.enrolment).select_related("reason")
    closure = closures.order_by("-closed_on", "-pk").first()
    if closure is None:
        return ""
    words = CLOSED_WITH.get(closure.reason.group)
    return f"Avslutat {weekday_date(closure.closed_on)}" + (f": {words}" if words else "")


def plan_rows(sent: PlanCommunication) -> list[tuple[str, str]]:
    """When the plan was approved and communicated, and what attendance it asks for."""
    return [
        ("Godkänd av aspiranten", timezone.localdate(sent.version.approval.answered_at).isoformat()),
        ("Skickad till er", timezone.localdate(sent.sent_at).isoformat()),
        ("Närvarokrav", sent.version.get_attendance_requirement_display()),
    ]
