"""The way a case came in, step by step; one that came without a referral begins with its enrolment."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from aspirants.choices import Origin
from aspirants.events import CASE, EventSource, Fact, KeptInCase, sentences
from aspirants.models import Enrolment
from core.history.tracking import changes_of
from referrals.choices import CORRECTION
from referrals.models import Referral, ReferralEvent, ReferralStatus, Source, WalkIn

_TITLES = {
    ReferralStatus.SUBMITTED: "Remissen kom in",
    ReferralStatus.INCOMPLETE: "Remissen skickades tillbaka med en fråga",
    ReferralStatus.ACCEPTED: "Remissen mottogs",
    ReferralStatus.ENROLLED: "Inskriven",
    ReferralStatus.DECLINED: "Remissen avböjdes",
    ReferralStatus.WITHDRAWN: "Remissen återkallades",
    ReferralStatus.LAPSED: "Remissen förföll",
}


def _step(fact: Fact) -> tuple[str, str]:
    if fact["takes_back"]:
        return "Avböjandet togs tillbaka", sentences(f"Remiss {fact['number']}", fact.note("comment"))
    status = ReferralStatus(fact["status"])
    if fact["comment"].startswith(CORRECTION):
        return "Remissens uppgifter rättades", sentences(f"Remiss {fact['number']}", _written(fact))
    enrols = status == ReferralStatus.ENROLLED
    number = f"Ärende {fact.enrolment.case_no}" if enrols else f"Remiss {fact['number']}"
    completed = fact["returned"] and status == ReferralStatus.SUBMITTED
    title = "Remissen kompletterades" if completed else _TITLES[status]
    return title, sentences(number, _other_day(fact) if enrols else "", _written(fact))


def _written(fact: Fact) -> str:
    """What was written, and what was changed by it."""
    return sentences(*dict.fromkeys([fact.note("comment"), fact.note("changes")]))


def _came_on_paper(fact: Fact) -> tuple[str, str]:
    later = fact.day_of("registered")
    text = f"Registrerat senare, {later}" if later != fact.day("came_in") else ""
    return _TITLES[ReferralStatus.SUBMITTED], sentences(f"Remiss {fact['number']}", text, fact.note("comment"))


def _other_day(fact: Fact) -> str:
    """That somebody was enrolled on another day than it was registered."""
    day = fact.day("enrolled_on")
    return f"Inskriven {day}, registrerat senare" if day != fact.day_of("happened") else ""


def _to_the_referral(fact: Fact) -> str:
    return fact.page("case_referral")


def _enrolled(fact: Fact) -> tuple[str, str]:
    return "Inskriven", f"Ärende {fact.enrolment.case_no}, {Origin(fact['origin']).label.lower()}"


RETURNED = ReferralEvent.objects.filter(
    Q(at__lt=OuterRef("at")) | Q(at=OuterRef("at"), pk__lt=OuterRef("pk")),
    referral=OuterRef("referral"),
    status=ReferralStatus.INCOMPLETE,
)
EARLIER = ReferralEvent.objects.filter(
    Q(at__lt=OuterRef("at")) | Q(at=OuterRef("at"), pk__lt=OuterRef("pk")), referral=OuterRef("referral")
)
ON_PAPER = Q(~Exists(EARLIER), ~Q(referral__source=Source.DISTRICT))
"""The step with which a referral begins that did not come through the system."""

WITH_STEP = ReferralEvent.objects.filter(referral__enrolment=OuterRef("pk"), status=ReferralStatus.ENROLLED)

SOURCES = (
    EventSource(
        key="step",
        kind="referral",
        position=10,
        rows=ReferralEvent.objects.filter(~ON_PAPER, referral__enrolment=CASE),
        at="at",
        facts={
            "status": "status",
            "comment": "comment",
            "changes": "changes",
            "takes_back": "takes_back",
            "number": "referral__number",
            "happened": "at",
            "enrolled_on": "referral__enrolment__enrolled_on",
            "returned": Exists(RETURNED),
        },
        by="actor",
        link=_to_the_referral,
        tell=_step,
    ),
    EventSource(
        key="on_paper",
        kind="referral",
        # It begins the day.
        position=290,
        rows=ReferralEvent.objects.filter(ON_PAPER, referral__enrolment=CASE),
        at="referral__received_on",
        whole_day=True,
        facts={
            "comment": "comment",
            "number": "referral__number",
            "registered": "at",
            "came_in": "referral__received_on",
        },
        by="actor",
        link=_to_the_referral,
        tell=_came_on_paper,
    ),
    EventSource(
        key="enrolled",
        kind="referral",
        position=20,
        rows=Enrolment.objects.filter(~Exists(WITH_STEP), pk=CASE),
        at="enrolled_on",
        whole_day=True,
        facts={"origin": "origin"},
        link=_to_the_referral,
        tell=_enrolled,
    ),
)

HISTORY = (
    KeptInCase(30, changes_of(Referral).objects.filter(pgh_obj__in=Referral.objects.filter(enrolment=CASE))),
    KeptInCase(31, changes_of(WalkIn).objects.filter(enrolment=CASE)),
)
