"""Events of a case itself: its beginning without a referral, its coaches, its jobbtorg, absences, its end."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from aspirants.choices import ClosureStatus, CorrectedKind, CorrectionSort, InterruptionReason
from aspirants.corrections.told import earlier_words, state_in_words
from aspirants.events.facts import Fact, sentences
from aspirants.events.history import PERSON, KeptInCase, of_case
from aspirants.events.sources import CASE, TODAY, EventSource
from aspirants.models import Closure, CoachAssignment, Correction, Disclosure, Enrolment, Interruption, Person, UnitStay
from core.history.tracking import changes_of


def _coach(fact: Fact) -> tuple[str, str]:
    return f"{fact.other} blev ansvarig coach", fact["reason"]


def _transfer(fact: Fact) -> tuple[str, str]:
    return f"Flyttades till {fact['jobbtorg']}", fact["reason"]


def _away(fact: Fact) -> tuple[str, str]:
    # Why somebody is away may be about health.
    return "Uppehåll började", "" if fact.from_elsewhere else InterruptionReason(fact["reason"]).label


def _back(fact: Fact) -> tuple[str, str]:
    return "Åter efter uppehåll", ""


def _corrected(fact: Fact) -> tuple[str, str]:
    what = fact["title"] or CorrectedKind(fact["kind"]).label
    if fact.from_elsewhere:
        return f"{CorrectionSort(fact['sort']).label}: {CorrectedKind(fact['kind']).label.lower()}", ""
    before = earlier_words(fact["differences"])
    return f"{CorrectionSort(fact['sort']).label}: {what}", sentences(
        f"Skäl: {fact['reason']}" if fact["reason"] else "",
        f"Tidigare:\n{before}" if before else "",
        state_in_words(fact["state"], fact["decision_reason"]),
    )


def _closure(fact: Fact) -> tuple[str, str]:
    status = ClosureStatus(fact["status"]).label.lower()
    return "Ärendet avslutades", sentences(f"{fact['reason']} ({status})", fact["destination"], fact.note("text"))


EARLIER_STAY = UnitStay.objects.filter(enrolment=OuterRef("enrolment"), started_on__lt=OuterRef("started_on"))

SOURCES = (
    EventSource(
        key="coach",
        kind="system",
        position=30,
        rows=CoachAssignment.objects.filter(enrolment=CASE),
        at="started_at",
        facts={"reason": "reason"},
        by="assigned_by",
        other="coach",
        tell=_coach,
    ),
    EventSource(
        key="transfer",
        kind="system",
        position=40,
        rows=UnitStay.objects.filter(Exists(EARLIER_STAY), enrolment=CASE),
        at="started_on",
        whole_day=True,
        facts={"jobbtorg": "jobbtorg__name", "reason": "transfer_reason"},
        tell=_transfer,
    ),
    EventSource(
        key="corrected",
        kind="system",
        position=45,
        rows=Correction.objects.filter(enrolment=CASE),
        at="made_at",
        facts={name: name for name in ("title", "kind", "sort", "reason", "differences", "state", "decision_reason")},
        by="made_by",
        tell=_corrected,
    ),
    EventSource(
        key="back",
        kind="system",
        position=170,
        rows=Interruption.objects.filter(enrolment=CASE, returned_on__lte=TODAY),
        at="returned_on",
        whole_day=True,
        tell=_back,
    ),
    EventSource(
        key="away",
        kind="system",
        position=180,
        rows=Interruption.objects.filter(enrolment=CASE),
        at="started_on",
        whole_day=True,
        facts={"reason": "reason"},
        by="registered_by",
        tell=_away,
    ),
    EventSource(
        key="closure",
        kind="system",
        position=230,
        rows=Closure.objects.filter(enrolment=CASE),
        at="closed_on",
        whole_day=True,
        facts={"reason": "reason__label", "status": "status", "destination": "destination", "text": "text"},
        by="decided_by",
        tell=_closure,
    ),
)

HISTORY = (
    KeptInCase(10, changes_of(Person).objects.filter(pgh_obj=PERSON)),
    KeptInCase(20, changes_of(Enrolment).objects.filter(pgh_obj=CASE)),
    of_case(50, UnitStay),
    of_case(60, CoachAssignment),
    of_case(70, Interruption),
    of_case(120, Closure),
    of_case(130, Disclosure),
    of_case(135, Correction),
)
