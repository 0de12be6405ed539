"""Each operation that asks for a right refuses who has none, and who works at another jobbtorg. Called by itself,
without the page whose rule and whose list would stop the actor before."""

from __future__ import annotations

import inspect
import re
import uuid
from collections.abc import Callable, Iterator
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from aspirants.corrections.rights import Recorded
from aspirants.models import Enrolment
from aspirants.operations import assign_coach
from aspirants.shown import shown_coach
from audit.models import LogReview
from core.refusals import OperationRefused
from deadlines.models import ClockKind
from demo.factories import (
    ActivityFactory,
    CaseNoteFactory,
    CaseTransferFactory,
    ContactAttemptFactory,
    CorrectionFactory,
    DeadlineClockFactory,
    DeadlinePolicyFactory,
    EnrolmentFactory,
    FollowUpFactory,
    GroupInformationBookingFactory,
    GroupInformationSessionFactory,
    InterruptionFactory,
    JobOfferFactory,
    JobPlanVersionFactory,
    MeetingFactory,
    NoteTemplateFactory,
    PersonFactory,
    PlanApprovalFactory,
    PostClosureCheckFactory,
    ReferralDraftFactory,
    ReferralFactory,
    ReferralMoveFactory,
    UserFactory,
)
from organisation.access.permissions import NOT_ALLOWED
from organisation.models import User
from referrals.facts.subjects import Subject
from referrals.models import ReferralDraft
from referrals.operations import enrol_referral, submit_referral
from referrals.operations.drafts import discard_draft
from referrals.shown import shown_draft, shown_referral
from tests.access.contract import Place, the_product
from tests.rollback import undone_afterwards

SAYS_WHO = re.compile(
    f"{NOT_ALLOWED}|Bara (enheten|enhetschefen|jobbtorget|en systemförvaltare|systemförvaltaren)|Skydd sätts av"
    "|Personen kan inte öppnas på det sättet"
)
"""How a refusal begins that is about the right; any other would be about what was asked for."""

ASKS_LATER = {
    "note_removal": "part of operations that have asked; it asks whether somebody's own thing is a day old",
    "undo_act": "asks first whether it is the actor's own act; then for the right (tests/corrections/test_undo.py)",
    "require_coach_or_manager": "asks for a right only where no coach is chosen",
    "require_enrolment_day": "asks for a right only where an enrolment is further back than a coach may put it",
    "count_anew": "asks for a right only where a promise is taken out of the guarantee after its last day",
    "await_decision": "part of operations that have asked; it asks how long the actor's pause counts",
    "take_step": "part of operations that have asked; it asks who reads the offers that end with the step",
    "count_from_other_day": "asks for a right only where a last day that has passed moves on",
    "require_plausible_answer": "asks for a right only where an answer is older than a coach may register",
}

OF_A_JOBBTORG = {
    "activity",
    "booking",
    "breach",
    "case_note",
    "check",
    "clock",
    "enrolment",
    "follow_up",
    "move",
    "note_template",
    "offer",
    "referral",
    "review",
    "transfer",
    "version",
}
"""Parameters whose value belongs to one jobbtorg, whose staff alone may do something with it."""

HOUSE = the_product()
OPERATIONS = {
    f"{place.module}.{place.name}": place
    for place in HOUSE.operations
    if HOUSE.asks(place) and place.name not in ASKS_LATER
}


def _operation(place: Place) -> Callable[..., Any]:
    found: Callable[..., Any] = getattr(import_module(place.module), place.name)
    return found


def _wanted(place: Place) -> list[str]:
    """The parameters without which an operation cannot be called, the actor apart."""
    parameters = inspect.signature(_operation(place)).parameters.values()
    keywords = [one for one in parameters if one.kind is inspect.Parameter.KEYWORD_ONLY]
    return [one.name for one in keywords if one.default is inspect.Parameter.empty and one.name != "actor"]


ABOUT_A_JOBBTORG = [name for name, place in OPERATIONS.items() if OF_A_JOBBTORG & set(_wanted(place))]


@pytest.fixture(scope="module")
def facts(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Any]]:
    """Something real for each parameter that an operation looks at before it asks for the right."""
    with django_db_blocker.unblock(), undone_afterwards():
        for kind in (ClockKind.PLAN_GUARANTEE, ClockKind.FOLLOW_UP):
            DeadlinePolicyFactory(kind=kind)
        coach = UserFactory(coach=True)
        enrolment = EnrolmentFactory(coach=coach)
        clock = DeadlineClockFactory(enrolment=enrolment)
        yield {
            "activity": ActivityFactory(enrolment=enrolment),
            "answer": PlanApprovalFactory(version__plan__enrolment=EnrolmentFactory(coach=coach)),
            "attempt": ContactAttemptFactory(clock=clock),
            "booking": GroupInformationBookingFactory(enrolment=enrolment),
            "breach": DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), breached=True).latest_breach,
            "case_note": CaseNoteFactory(enrolment=enrolment),
            "check": PostClosureCheckFactory(enrolment=EnrolmentFactory(coach=coach, closed=True)),
            "clock": clock,
            "coach": coach,
            "correction": CorrectionFactory(enrolment=enrolment, waiting=True),
            "draft": ReferralDraftFactory(),
            "enrolment": enrolment,
            "follow_up": FollowUpFactory(enrolment=enrolment),
            "session": GroupInformationSessionFactory(),
            "interruption": InterruptionFactory(enrolment=enrolment),
            "jobbtorg": coach.jobbtorg,
            "meeting": MeetingFactory(enrolment=enrolment),
            "move": ReferralMoveFactory(destination=coach.jobbtorg),
            "note_template": NoteTemplateFactory(jobbtorg=coach.jobbtorg),
            "offer": JobOfferFactory(enrolment=enrolment),
            "person": enrolment.person,
            "position": coach.positions.get(),
            "recorded": Recorded(coach.pk, timezone.now()),
            "reason": "Behövs för ett möte",
            "referral": ReferralFactory(),
            "review": LogReview.objects.create(jobbtorg=coach.jobbtorg, month=date(2026, 10, 1)),
            "transfer": CaseTransferFactory(destination=coach.jobbtorg),
            "user": coach,
            "version": JobPlanVersionFactory(enrolment=enrolment, proposed=True),
        }


LOG_REVIEWERS_TOO = {"audit.operations.ask_for_file"}


def _refusal(name: str, actor: User, facts: dict[str, Any]) -> str:
    place = OPERATIONS[name]
    with undone_afterwards(), pytest.raises(OperationRefused) as refused:
        _operation(place)(actor=actor, **{wanted: facts.get(wanted) for wanted in _wanted(place)})
    return refused.value.message


@pytest.fixture
def unblocked(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


@pytest.mark.parametrize("name", OPERATIONS)
def test_who_has_no_right_is_refused(name: str, facts: dict[str, Any], unblocked: None) -> None:
    with undone_afterwards():
        # A log reviewer reads the log, also as a file, and does nothing else of what these do.
        actor = UserFactory(caseworker=True) if name in LOG_REVIEWERS_TOO else UserFactory(log_reviewer=True)
        assert SAYS_WHO.match(_refusal(name, actor, facts))


@pytest.mark.parametrize("name", ABOUT_A_JOBBTORG)
def test_the_manager_of_another_jobbtorg_is_refused(name: str, facts: dict[str, Any], unblocked: None) -> None:
    with undone_afterwards():
        assert SAYS_WHO.match(_refusal(name, UserFactory(manager=True), facts))


def test_a_coach_gives_a_case_its_first_coach_and_no_other(facts: dict[str, Any], unblocked: None) -> None:
    with undone_afterwards():
        coach = facts["coach"]
        colleague = UserFactory(coach=True, jobbtorg=coach.jobbtorg)
        waiting = EnrolmentFactory(coach=None, jobbtorg=coach.jobbtorg)
        assign_coach(actor=coach, enrolment=waiting, seen_coach=shown_coach(waiting), coach=colleague)
        with pytest.raises(OperationRefused, match="Bara enhetschefen kan byta coach"):
            assign_coach(actor=coach, enrolment=waiting, seen_coach=shown_coach(waiting), coach=coach, reason="Byte")
        assert Enrolment.objects.get(pk=waiting.pk).coach == colleague


def test_a_coach_does_not_leave_the_coach_for_later(facts: dict[str, Any], unblocked: None) -> None:
    with undone_afterwards():
        referral = ReferralFactory(accepted=True)
        coach = UserFactory(coach=True, jobbtorg=referral.jobbtorg)
        with pytest.raises(OperationRefused, match="Bara enhetschefen kan fördela ärendet senare"):
            enrol_referral(actor=coach, referral=referral, seen_referral=shown_referral(referral), coach=None)


def test_a_draft_is_its_authors(facts: dict[str, Any], unblocked: None) -> None:
    with undone_afterwards():
        draft = facts["draft"]
        colleague = UserFactory(caseworker=True, income_support_unit=draft.author.income_support_unit)
        with pytest.raises(OperationRefused, match="tillhör någon annan"):
            discard_draft(actor=colleague, draft=draft, seen_draft=shown_draft(draft, []))
        discard_draft(actor=draft.author, draft=draft, seen_draft=shown_draft(draft, []))
        assert not ReferralDraft.objects.filter(pk=draft.pk).exists()


def test_a_unit_sends_its_own_referrals_only(facts: dict[str, Any], unblocked: None) -> None:
    with undone_afterwards():
        referral = facts["referral"]
        elsewhere = UserFactory(caseworker=True)
        with pytest.raises(OperationRefused, match="Bara enheten själv"):
            submit_referral(
                actor=elsewhere,
                unit=referral.unit,
                person=PersonFactory(),
                subject=Subject(None, None, "Anna", "Ek", "", "", False),
                jobbtorg=referral.jobbtorg,
                submission_id=uuid.uuid4(),
            )
