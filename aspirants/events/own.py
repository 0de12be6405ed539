"""Events of a case itself: its beginning without a referral, its coaches, its jobbtorg, absences, its end."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from aspirants.choices import (
    PROVENANCE,
    CheckResult,
    ClosureStatus,
    CorrectedKind,
    CorrectionSort,
    InterruptionReason,
    NumberChange,
    ReportedField,
    ReportedOutcome,
)
from aspirants.corrections.told import earlier_words, state_in_words
from aspirants.events.facts import Fact, sentences
from aspirants.events.history import PERSON, KeptInCase, of_case
from aspirants.events.sources import CASE, TODAY, EventSource
from aspirants.models import (
    Closure,
    CoachAssignment,
    Consent,
    Correction,
    Disclosure,
    EarlierNumber,
    Enrolment,
    Interruption,
    Person,
    PostClosureCheck,
    ReportedFact,
    SupportUnitChange,
    UnitStay,
)
from core.history.tracking import changes_of


def _coach(fact: Fact) -> tuple[str, str]:
    return f"{fact.other} blev ansvarig coach", "" if _coach_of_list(fact) else fact["reason"]


def _coach_of_list(fact: Fact) -> bool:
    return bool(fact["reason"] == PROVENANCE)


def _transfer(fact: Fact) -> tuple[str, str]:
    return f"Flyttades till {fact['jobbtorg']}", fact["reason"]


def _other_unit(fact: Fact) -> tuple[str, str]:
    before = f"Tidigare {fact['before']}" if fact["before"] else ""
    return f"Ny enhet för ärendet: {fact['unit']}", sentences(before, fact.note("reason"))


def _away(fact: Fact) -> tuple[str, str]:
    # Why somebody is away may be about health.
    return "Uppehåll började", "" if fact.from_elsewhere else InterruptionReason(fact["reason"]).label


def _away_planned(fact: Fact) -> tuple[str, str]:
    until = f"till {fact.day('returned_on')}" if fact["returned_on"] else "tills vidare"
    reason = "" if fact.from_elsewhere else InterruptionReason(fact["reason"]).label
    return f"Uppehåll {until}", reason


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


def _closed_by_list(fact: Fact) -> bool:
    return bool(fact["imported_text"] or fact["import_only"])


def _confirmed(fact: Fact) -> tuple[str, str]:
    return "Avslutet bekräftades", fact.note("evidence")


def _closure_corrected(fact: Fact) -> tuple[str, str]:
    # A closing that another one took the place of was corrected; one that nothing replaced was taken back.
    title = "Avslutet rättades" if fact["replaced_by"] else "Ärendet öppnades igen"
    return title, fact.note("correction_reason")


def _check(fact: Fact) -> tuple[str, str]:
    result = CheckResult(fact["result"]).label.lower()
    months = "1 månad" if fact["months"] == 1 else f"{fact['months']} månader"
    return f"Kontroll {months} efter avslutet", sentences(f"Resultat: {result}", fact.note("note"))


def _to_the_coaches(fact: Fact) -> str:
    return fact.page("case_history", "#coacher")


def _to_the_places(fact: Fact) -> str:
    return fact.page("case_history", "#enheter")


def _to_the_changes(fact: Fact) -> str:
    # Another jobbtorg reads no changes.
    return "" if fact.from_elsewhere else fact.page("case_history", "#andringar")


def _to_interruptions(fact: Fact) -> str:
    return fact.work_page("case_interruption")


def _to_the_closing(fact: Fact) -> str:
    return fact.own_page("case_closing")


EARLIER_STAY = UnitStay.objects.filter(enrolment=OuterRef("enrolment"), started_on__lt=OuterRef("started_on"))


def _number(fact: Fact) -> tuple[str, str]:
    return "Numret ändrades", NumberChange(fact["change"]).label


def _report(fact: Fact) -> tuple[str, str]:
    took = fact["outcome"] == ReportedOutcome.TAKEN
    title = "Uppgift togs över" if took else "Uppgift lades åt sidan, vi behöll vårt"
    return title, f"{ReportedField(fact['field']).label} enligt {fact['source']}"


CORRECTED: dict[str, tuple[CorrectedKind, ...]] = {
    "meeting": (CorrectedKind.MEETING, CorrectedKind.GROUP),
    "note": (CorrectedKind.NOTE,),
    "deadline": (CorrectedKind.ATTEMPT, CorrectedKind.INTERRUPTION),
    "plan": (CorrectedKind.OFFER, CorrectedKind.ACTIVITY, CorrectedKind.FOLLOW_UP, CorrectedKind.ANSWER),
    "system": (CorrectedKind.COACH,),
    "case": (CorrectedKind.TARGET_GROUP, CorrectedKind.ARRIVAL, CorrectedKind.ENROLMENT),
}
"""The kind of event that the things are: what was corrected or undone stands where the thing does."""


def _corrections() -> Iterator[EventSource]:
    facts = ("title", "kind", "sort", "reason", "differences", "state", "decision_reason")
    for position, (kind, things) in zip((41, 42, 43, 44, 46, 47), CORRECTED.items(), strict=True):
        yield EventSource(
            key=f"corrected_{kind}",
            anchor="corrected",
            kind=kind,
            position=position,
            rows=Correction.objects.filter(enrolment=CASE, kind__in=things),
            at="made_at",
            facts={name: name for name in facts},
            by="made_by",
            link=_to_the_changes,
            tell=_corrected,
        )


OF_PERSON = Enrolment.objects.filter(pk=CASE).values("person")

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
        from_list=_coach_of_list,
        link=_to_the_coaches,
        tell=_coach,
    ),
    EventSource(
        key="number",
        kind="system",
        position=34,
        rows=EarlierNumber.objects.filter(person__in=OF_PERSON),
        at="changed_at",
        facts={"change": "change"},
        by="changed_by",
        link=_to_the_changes,
        tell=_number,
    ),
    EventSource(
        key="report",
        kind="case",
        position=36,
        rows=ReportedFact.objects.filter(person__in=OF_PERSON, settled_at__isnull=False),
        at="settled_at",
        facts={"outcome": "outcome", "field": "field", "source": "source"},
        by="settled_by",
        link=_to_the_changes,
        tell=_report,
    ),
    EventSource(
        key="transfer",
        kind="case",
        position=40,
        rows=UnitStay.objects.filter(Exists(EARLIER_STAY), enrolment=CASE),
        at="started_on",
        whole_day=True,
        facts={"jobbtorg": "jobbtorg__name", "reason": "transfer_reason"},
        link=_to_the_places,
        tell=_transfer,
    ),
    EventSource(
        key="other_unit",
        kind="case",
        position=45,
        rows=SupportUnitChange.objects.filter(enrolment=CASE),
        at="changed_on",
        whole_day=True,
        facts={"unit": "unit__name", "before": "origin__name", "reason": "reason"},
        by="recorded_by",
        link=_to_the_changes,
        tell=_other_unit,
    ),
    *_corrections(),
    EventSource(
        key="back",
        kind="deadline",
        position=170,
        rows=Interruption.objects.filter(enrolment=CASE, returned_on__lte=TODAY),
        at="returned_on",
        whole_day=True,
        link=_to_interruptions,
        tell=_back,
    ),
    EventSource(
        key="away",
        kind="deadline",
        position=180,
        rows=Interruption.objects.filter(enrolment=CASE, started_on__lte=TODAY),
        at="started_on",
        whole_day=True,
        facts={"reason": "reason"},
        by="registered_by",
        link=_to_interruptions,
        tell=_away,
    ),
    EventSource(
        key="closure",
        kind="case",
        # Of one day it stands above how the case began.
        position=5,
        rows=Closure.objects.filter(enrolment=CASE),
        at="closed_on",
        whole_day=True,
        facts={
            "reason": "reason__label",
            "status": "status",
            "destination": "destination",
            "text": "text",
            "imported_text": "imported_text",
            "import_only": "reason__import_only",
        },
        by="decided_by",
        from_list=_closed_by_list,
        link=_to_the_closing,
        tell=_closure,
    ),
    EventSource(
        key="closure_confirmed",
        kind="case",
        position=232,
        rows=Closure.objects.filter(enrolment=CASE, confirmed_at__isnull=False),
        at="confirmed_at",
        facts={"evidence": "evidence"},
        by="confirmed_by",
        link=_to_the_closing,
        tell=_confirmed,
    ),
    EventSource(
        key="closure_corrected",
        kind="case",
        position=234,
        rows=Closure.objects.filter(enrolment=CASE, corrected_at__isnull=False),
        at="corrected_at",
        facts={"correction_reason": "correction_reason", "replaced_by": "replaced_by__pk"},
        by="corrected_by",
        link=_to_the_closing,
        tell=_closure_corrected,
    ),
    EventSource(
        key="closure_check",
        kind="case",
        position=236,
        rows=PostClosureCheck.objects.filter(enrolment=CASE).exclude(result=""),
        at="recorded_at",
        facts={"result": "result", "months": "months", "note": "note"},
        by="recorded_by",
        link=_to_the_closing,
        tell=_check,
    ),
)

AHEAD = (
    EventSource(
        key="back",
        kind="deadline",
        position=170,
        rows=Interruption.objects.filter(enrolment=CASE, started_on__lte=TODAY, returned_on__gt=TODAY),
        at="returned_on",
        whole_day=True,
        link=_to_interruptions,
        tell=_back,
    ),
    EventSource(
        key="away_planned",
        kind="deadline",
        position=185,
        rows=Interruption.objects.filter(enrolment=CASE, started_on__gt=TODAY),
        at="started_on",
        whole_day=True,
        facts={"reason": "reason", "returned_on": "returned_on"},
        by="registered_by",
        link=lambda fact: fact.work_page("interruption_planned"),
        tell=_away_planned,
    ),
)

HISTORY = (
    KeptInCase(10, changes_of(Person).objects.filter(pgh_obj=PERSON)),
    KeptInCase(20, changes_of(Enrolment).objects.filter(pgh_obj=CASE)),
    of_case(50, UnitStay),
    of_case(60, CoachAssignment),
    of_case(65, SupportUnitChange),
    of_case(70, Interruption),
    of_case(120, Closure),
    of_case(125, PostClosureCheck),
    of_case(130, Disclosure),
    of_case(132, Consent),
    of_case(135, Correction),
)
