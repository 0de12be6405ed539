"""The factories make what their traits say, and related objects agree."""

from __future__ import annotations

import inspect
from datetime import date

import pytest
import time_machine
from django.apps import apps
from django.utils import timezone
from factory.django import DjangoModelFactory

from aspirants.identity import parse_identity, plausible_age
from aspirants.models import Closure, EnrolmentStatus, IdentityKind, OutcomeGroup
from casework.models import MovedRow
from core.history.tracking import Change
from deadlines.clocks.lifecycle import recomputed
from deadlines.models import ClockKind, ClockStatus, DeadlineClock
from demo import factories
from demo.identities import FIRST_BIRTH, LAST_BIRTH, is_fictional
from jobplans.models import Decision, PlanApproval, VersionStatus
from organisation.models import CalendarDay, Role
from referrals.models import AttachmentPart, ReferralStatus

pytestmark = pytest.mark.django_db
ALL = [f for _, f in inspect.getmembers(factories, inspect.isclass) if issubclass(f, DjangoModelFactory)]
WITH_TRAITS = [
    (made_by, trait)
    for made_by in ALL
    for trait, parameter in made_by._meta.parameters.items()
    if type(parameter).__name__ == "Trait"
]


@pytest.mark.parametrize("made_by", ALL, ids=lambda f: f.__name__)
def test_a_plain_object_satisfies_every_rule(made_by: type[DjangoModelFactory]) -> None:
    first, second = made_by(), made_by()
    for made in (first, second):
        made.full_clean(validate_unique=False, validate_constraints=True)


@pytest.mark.parametrize(("made_by", "trait"), WITH_TRAITS, ids=lambda p: getattr(p, "__name__", p))
def test_an_object_with_a_trait_satisfies_every_rule(made_by: type[DjangoModelFactory], trait: str) -> None:
    made = made_by(**{trait: True})
    made.full_clean()


def test_every_model_has_a_factory() -> None:
    own = {
        "organisation",
        "aspirants",
        "meetings",
        "deadlines",
        "jobplans",
        "activities",
        "catalogue",
        "referrals",
        "casework",
        "notices",
    }
    # What the database or a joining writes by itself needs no factory, and the calendar is what it is.
    by_itself = (Change, CalendarDay, MovedRow, AttachmentPart)
    models = {m for m in apps.get_models() if m._meta.app_label in own and not issubclass(m, by_itself)}
    assert models == {f._meta.model for f in ALL if f._meta.model._meta.app_label in own}


@pytest.mark.parametrize("day", [date(2008, 1, 1), date(2026, 11, 23), date(2027, 12, 26)])
def test_clocks_agree_with_their_events_on_any_day(day: date) -> None:
    with time_machine.travel(f"{day} 11:00:00+01:00", tick=False):
        for trait in DeadlineClockTraits:
            for kind in (ClockKind.PLAN_GUARANTEE, ClockKind.FOLLOW_UP):
                if kind == ClockKind.FOLLOW_UP and trait in ("paused", "resumed"):
                    continue
                clock = factories.DeadlineClockFactory(kind=kind, **{trait: True})
                assert clock.kind == kind
                assert clock.due_on == recomputed(clock).due_on, trait
                if clock.status == ClockStatus.BREACHED:
                    assert clock.latest_breach.due_on == clock.due_on < day
                if clock.fulfilled_at:
                    assert clock.fulfilled_at <= timezone.now()


DeadlineClockTraits = [t for f, t in WITH_TRAITS if f is factories.DeadlineClockFactory and t != "follow_up"]


@time_machine.travel("2026-11-23 11:00:00+01:00", tick=False)
def test_clock_traits_say_when_it_is_due() -> None:
    due = {t: factories.DeadlineClockFactory(**{t: True}).due_on for t in ("due_today", "due_tomorrow", "overdue")}
    assert due == {"due_today": date(2026, 11, 23), "due_tomorrow": date(2026, 11, 24), "overdue": date(2026, 11, 20)}
    assert factories.DeadlineClockFactory(paused=True).status == ClockStatus.PAUSED
    assert (
        factories.DeadlineClockFactory(resumed=True).due_on
        > factories.DeadlineClockFactory(resumed=True).original_due_on
    )
    assert factories.FollowUpFactory(due_today=True).clock.due_on == date(2026, 11, 23)


def test_a_case_is_in_one_place() -> None:
    case = factories.EnrolmentFactory()
    stay, assignment = case.stays.get(), case.coach_assignments.get()
    assert stay.jobbtorg == case.jobbtorg == case.coach.jobbtorg == assignment.coach.jobbtorg
    assert stay.started_on == case.enrolled_on
    jobbtorg = factories.JobbtorgFactory()
    assert factories.EnrolmentFactory(jobbtorg=jobbtorg).coach.jobbtorg == jobbtorg
    coach = factories.UserFactory()
    assert factories.EnrolmentFactory(coach=coach).jobbtorg == coach.jobbtorg
    assert factories.EnrolmentFactory(jobbtorg=jobbtorg, coach=None).coach_assignments.count() == 0
    assert factories.MeetingFactory(enrolment__coach=coach).coach == coach


@pytest.mark.parametrize(
    ("trait", "group"), [("work", OutcomeGroup.WORK), ("studies", OutcomeGroup.STUDIES), ("other", OutcomeGroup.OTHER)]
)
def test_a_closed_case_has_a_closure(trait: str, group: OutcomeGroup) -> None:
    case = factories.EnrolmentFactory(**{trait: True})
    closure = Closure.objects.get(enrolment=case)
    assert case.status == EnrolmentStatus.CLOSED
    assert closure.reason.group == group
    assert closure.closed_on == case.closed_on >= case.enrolled_on


def test_a_referral_its_case_and_its_clock_agree() -> None:
    referral = factories.ReferralFactory(enrolled=True)
    case, clock = referral.enrolment, referral.clock
    assert clock.enrolment == case
    assert clock.person == case.person == referral.person
    assert clock.jobbtorg == case.jobbtorg == referral.jobbtorg
    assert clock.reference == case.case_no
    assert clock.started_on == referral.received_on
    assert referral.sent_by.income_support_unit == referral.unit == case.income_support_unit
    assert [event.status for event in referral.events.all()] == ["SUBMITTED", "ACCEPTED", "ENROLLED"]
    waiting = factories.ReferralFactory()
    assert waiting.clock.reference == waiting.number
    assert waiting.clock.enrolment is None
    assert factories.ReferralFactory(withdrawn=True).clock.status == ClockStatus.CANCELLED
    assert factories.ReferralFactory(breached=True).clock.latest_breach.due_on < timezone.localdate()
    assert factories.ReferralFactory(due_today=True).clock.status == ClockStatus.RUNNING
    assert [factories.ReferralFactory(not_covered=no).clock.covered for no in (True, False)] == [False, True]
    assert [factories.ReferralFactory(protected=yes).person.is_protected for yes in (True, False)] == [True, False]
    assert factories.EnrolmentFactory(referred=True).referral.status == ReferralStatus.ENROLLED


def test_versions_carry_their_answer() -> None:
    case = factories.EnrolmentFactory()
    factories.JobPlanVersionFactory(enrolment=case, superseded=True)
    second = factories.JobPlanVersionFactory(enrolment=case, communicated=True)
    assert second.number == 2
    assert second.approval.decision == Decision.APPROVED
    assert second.communications.get().unit == case.income_support_unit
    declined = factories.JobPlanVersionFactory(declined=True)
    assert PlanApproval.objects.get(version=declined).note
    assert factories.JobPlanVersionFactory(items=3).items.count() == 3
    assert factories.PlanApprovalFactory(declined=True).version.status == VersionStatus.DECLINED


def test_persons_have_test_numbers() -> None:
    for trait in ("coordination", "interim", "protected", "interpreter"):
        person = factories.PersonFactory(**{trait: True})
        identity = parse_identity(person.identity_no, timezone.localdate())
        assert (person.identity_kind, person.birth_date) == (identity.kind, identity.birth_date)
        assert is_fictional(person.identity_no)
        plausible_age(person.birth_date, timezone.localdate())
    assert factories.PersonFactory(coordination=True).identity_kind == IdentityKind.SAMORDNINGSNUMMER
    typed = factories.PersonFactory(identity_no="197904179814")
    assert (typed.gender, typed.birth_date) == ("M", date(1979, 4, 17))


@pytest.mark.parametrize("on", [date(2008, 1, 1), date(2037, 12, 31)])
@pytest.mark.parametrize("birth_date", [FIRST_BIRTH, LAST_BIRTH])
def test_nobody_is_too_old_or_too_young(birth_date: date, on: date) -> None:
    plausible_age(birth_date, on)


def test_users_fit_their_role() -> None:
    for trait, role in {"manager": Role.MANAGER, "caseworker": Role.CASEWORKER, "admin": Role.ADMIN}.items():
        assert factories.UserFactory(**{trait: True}).role == role
    assert not factories.UserFactory().has_usable_password()


def test_building_touches_no_database(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(0):
        person = factories.PersonFactory.build()
        case = factories.EnrolmentFactory.build(person=person)
        factories.MeetingFactory.build(enrolment=case, present=True)
    assert DeadlineClock.objects.count() == 0
