"""Plans, answers to them, what was sent, and follow-ups, as events of a case."""

from __future__ import annotations

from aspirants.choices import PROVENANCE
from aspirants.events import CASE, TODAY, EventSource, Fact, KeptInCase, of_case, sentences
from core.history.tracking import changes_of
from jobplans.choices import ApprovalMethod, Decision, FollowUpResult, FollowUpStatus
from jobplans.models import FollowUp, JobPlan, JobPlanVersion, PlanApproval, PlanCommunication, PlanItem


def _name(fact: Fact) -> str:
    return f"Jobbplan, version {fact['number']},"


def _proposed(fact: Fact) -> tuple[str, str]:
    return f"{_name(fact)} föreslogs", sentences(f"Mål: {fact['goal']}", fact["reason"])


def _begun(fact: Fact) -> tuple[str, str]:
    return f"{_name(fact)} påbörjades", ""


def _answered(fact: Fact) -> tuple[str, str]:
    said = "godkändes" if fact["decision"] == Decision.APPROVED else "godkändes inte"
    return f"{_name(fact)} {said}", sentences(
        "" if _answer_of_list(fact) else ApprovalMethod(fact["method"]).label, fact.note()
    )


def _answer_of_list(fact: Fact) -> bool:
    return bool(fact["method"] == ApprovalMethod.IMPORTED)


def _sent(fact: Fact) -> tuple[str, str]:
    return f"{_name(fact)} skickades", f"Till {fact['unit']}"


def _held(fact: Fact) -> tuple[str, str]:
    result = "" if _held_by_list(fact) else FollowUpResult(fact["result"]).label
    return "Uppföljning hölls", sentences(result, fact.note())


def _to_the_plan(fact: Fact) -> str:
    return fact.page("case_plan", f"#version-{fact['number']}")


def _due(fact: Fact) -> tuple[str, str]:
    return "Uppföljning senast", ""


def _to_hold(fact: Fact) -> str:
    return fact.work_page("follow_up_hold", fact.number)


def _held_by_list(fact: Fact) -> bool:
    return bool(fact["historical"] and fact["note"].startswith(PROVENANCE))


VERSIONS = JobPlanVersion.objects.filter(plan__enrolment=CASE)

SOURCES = (
    EventSource(
        key="proposed",
        kind="plan",
        position=80,
        rows=VERSIONS.written_here().filter(proposed_at__isnull=False),
        at="proposed_at",
        facts={"number": "number", "goal": "goal", "reason": "reason_for_revision"},
        by="drafted_by",
        link=_to_the_plan,
        tell=_proposed,
    ),
    EventSource(
        key="begun",
        kind="plan",
        position=90,
        rows=VERSIONS.filter(proposed_at__isnull=True),
        at="drafted_at",
        facts={"number": "number"},
        by="drafted_by",
        link=_to_the_plan,
        tell=_begun,
    ),
    EventSource(
        key="answered",
        kind="plan",
        position=100,
        rows=PlanApproval.objects.filter(version__plan__enrolment=CASE),
        at="answered_at",
        facts={"number": "version__number", "decision": "decision", "method": "method", "note": "note"},
        by="recorded_by",
        from_list=_answer_of_list,
        link=_to_the_plan,
        tell=_answered,
    ),
    EventSource(
        key="sent",
        kind="plan",
        position=110,
        rows=PlanCommunication.objects.filter(version__plan__enrolment=CASE),
        at="sent_at",
        facts={"number": "version__number", "unit": "unit__name"},
        by="sent_by",
        link=_to_the_plan,
        tell=_sent,
    ),
    EventSource(
        key="held",
        kind="plan",
        position=120,
        rows=FollowUp.objects.filter(enrolment=CASE, status=FollowUpStatus.HELD),
        at="held_at",
        facts={"result": "result", "note": "note", "historical": "clock__historical", "clock": "clock"},
        by="recorded_by",
        link=lambda fact: fact.own_page("clock_explain", fact["clock"]),
        from_list=_held_by_list,
        tell=_held,
    ),
)

AHEAD = (
    EventSource(
        key="follow_up",
        kind="deadline",
        position=120,
        rows=FollowUp.objects.filter(
            enrolment=CASE,
            status=FollowUpStatus.PLANNED,
            enrolment__closed_on=None,
            clock__historical=False,
            clock__due_on__gte=TODAY,
        ),
        at="clock__due_on",
        whole_day=True,
        link=_to_hold,
        tell=_due,
    ),
)

HISTORY = (
    of_case(140, FollowUp),
    KeptInCase(160, changes_of(JobPlanVersion).objects.filter(plan__in=JobPlan.objects.filter(enrolment=CASE))),
    *(
        KeptInCase(position, changes_of(model).objects.filter(version__in=VERSIONS))
        for position, model in enumerate((PlanItem, PlanApproval, PlanCommunication), start=170)
    ),
)
