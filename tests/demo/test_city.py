"""The demo data hold together: every rule of the database, every date, every due date, as of the day they are for."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.db import connection, models
from django.db.models import Count, Exists, F, Min, OuterRef, Q
from django.utils import timezone

from aspirants.identity import parse_identity, plausible_age
from aspirants.models import (
    Closure,
    CoachAssignment,
    Enrolment,
    IdentityKind,
    Origin,
    OutcomeGroup,
    Person,
    Protection,
    UnitStay,
)
from core.history.tracking import changes_of
from core.workdays import add_working_days, is_working_day, previous_working_day
from deadlines.calculation.deadline import kept, local_date
from deadlines.clocks.coverage import coverage_of_clock
from deadlines.clocks.lifecycle import pauses_of, recomputed
from deadlines.jobs.sweep import sweep
from deadlines.models import Breach, ClockKind, ClockStatus, DeadlineClock
from demo.accounts import EMAILS, demo_accounts
from demo.city.rows import MODELS
from demo.identities import PHONES, is_fictional
from demo.staff_names import PROTECTED_COACH, SIGNATURES
from jobplans.models import FollowUp, FollowUpStatus, JobPlanVersion, PlanApproval, PlanCommunication, VersionStatus
from meetings.choices import MeetingKind, MeetingStatus
from meetings.models import GroupInformationBooking, Meeting
from notices.models import Notice
from organisation.models import CoachGroup, DistrictJobbtorg, IncomeSupportUnit, Jobbtorg, NumberSeries, Role, User
from organisation.numbering import next_number
from organisation.reference_tables.calendar import stored_holiday
from referrals.facts.before_sending import default_jobbtorg
from referrals.facts.coverage import coverage_of
from referrals.models import (
    Departure,
    Deviation,
    FitForWork,
    FitnessAnswer,
    MoveStatus,
    Referral,
    ReferralListDraft,
    ReferralMove,
    ReferralStatus,
    Source,
)
from tests.demo.past_log import TestPastLog
from tests.flushing import SWITCH_TRIGGERS

__all__ = ["TestPastLog"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]


@pytest.mark.parametrize("model", list(MODELS), ids=lambda m: m.__name__)
def test_rows_pass_validation(model: type[models.Model]) -> None:
    rows = list(model._default_manager.order_by("?")[:15])
    assert rows
    for row in rows:
        row.full_clean()


def test_there_are_as_many_as_promised() -> None:
    assert 550 <= Person.objects.count() <= 650
    assert 200 <= Enrolment.objects.open().count() <= 320
    coaches = User.objects.filter(role=Role.COACH)
    assert 22 <= coaches.count() <= 28
    assert Enrolment.objects.open().filter(coach__isnull=True).count() == 0
    assert Counter(Person.objects.values_list("protection", flat=True)).keys() == set(Protection)


def test_every_unit_is_staffed(city: date) -> None:
    for place in Jobbtorg.objects.valid_on(city):
        assert place.staff.filter(role=Role.MANAGER).count() == 1
        assert place.staff.filter(role=Role.COACH).count() >= 1
        assert Enrolment.objects.open().filter(jobbtorg=place).exists()
    for unit in IncomeSupportUnit.objects.valid_on(city):
        assert unit.staff.filter(role=Role.CASEWORKER).exists()
    for role in (Role.DISTRICT_MANAGER, Role.CENTRAL_COORDINATOR, Role.ADMIN, Role.LOG_REVIEWER):
        assert User.objects.filter(role=role).exists()
    for name, signature in SIGNATURES.items():
        user = User.objects.get(signature=signature)
        assert (user.get_full_name(), user.jobbtorg.code) == (name, "RS")
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_identities_belong_to_nobody(city: date) -> None:
    kinds: Counter[str] = Counter()
    for person in Person.objects.all():
        identity = parse_identity(person.identity_no, city)
        assert is_fictional(person.identity_no)
        assert (identity.kind, identity.birth_date) == (person.identity_kind, person.birth_date)
        assert (identity.gender or "") == person.gender
        assert 16 <= plausible_age(person.birth_date, city) <= 64
        assert person.phone in {*PHONES, ""}
        kinds[person.identity_kind] += 1
    assert kinds[IdentityKind.SAMORDNINGSNUMMER] > 3
    assert kinds[IdentityKind.INTERIM] > 1
    assert all(not p.phone for p in Person.objects.exclude(protection=Protection.NONE))


def test_every_due_date_follows_from_its_events() -> None:
    clocks = DeadlineClock.objects.select_related("policy", "enrolment")
    clocks = clocks.prefetch_related("pauses", "enrolment__interruptions")
    assert len(clocks) > 1_000
    for clock in clocks:
        deadline = recomputed(clock)
        assert (clock.due_on, clock.recommended_on) == (deadline.due_on, deadline.recommended_on)
        if not pauses_of(clock):
            assert clock.original_due_on == clock.due_on


def test_every_clock_says_what_is_true_that_day(city: date) -> None:
    last_sweep_on = previous_working_day(city - timedelta(days=1), stored_holiday)
    for clock in DeadlineClock.objects.prefetch_related("breaches"):
        late = clock.due_on is not None and clock.due_on < city
        in_time = clock.fulfilled_at is not None and kept(clock.due_on, clock.fulfilled_at)
        if clock.status == ClockStatus.RUNNING:
            assert clock.fulfilled_at is None
            assert not late or clock.due_on == last_sweep_on, "late ones wait for no other than the next sweep"
        elif clock.status == ClockStatus.PAUSED:
            assert clock.due_on is None
        elif clock.status == ClockStatus.MET:
            assert in_time
        elif clock.status == ClockStatus.BREACHED:
            assert late
            assert clock.latest_breach.due_on == clock.due_on
            assert clock.latest_breach.jobbtorg_id == clock.jobbtorg_id
            assert local_date(clock.latest_breach.stamped_at) > clock.due_on
            assert clock.latest_breach.revoked_at is None
        elif clock.status == ClockStatus.EXCUSED:
            assert late
            assert not in_time
    revoked = Breach.objects.filter(revoked_at__isnull=False)
    assert all(breach.clock.late_registered for breach in revoked)


def test_today_holds_every_kind_of_deadline(city: date) -> None:
    for kind in (ClockKind.PLAN_GUARANTEE, ClockKind.FOLLOW_UP):
        clocks = DeadlineClock.objects.of_kind(kind)
        assert clocks.due_between(city, city).count() >= 3
        tomorrow = add_working_days(city, 1, stored_holiday)
        assert clocks.due_between(tomorrow, tomorrow).exists()
        assert clocks.overdue(on=city).count() >= 2, "the first sweep must have work"
        assert clocks.filter(status=ClockStatus.BREACHED, fulfilled_at__isnull=True).exists()
    assert DeadlineClock.objects.filter(status=ClockStatus.PAUSED).count() >= 3
    assert DeadlineClock.objects.filter(status=ClockStatus.RUNNING, pauses__resumed_on__isnull=False).exists()
    assert DeadlineClock.objects.filter(status=ClockStatus.EXCUSED).exists()
    assert Referral.objects.filter(received_on=city).exists()
    assert set(Referral.objects.values_list("status", flat=True)) == set(ReferralStatus)
    assert set(Referral.objects.values_list("source", flat=True)) == {Source.DISTRICT, Source.PAPER}
    assert Enrolment.objects.open().filter(origin=Origin.WALK_IN, referral=None, clocks__status="RUNNING").exists()
    waiting = {VersionStatus.DRAFT, VersionStatus.PROPOSED, VersionStatus.DECLINED, VersionStatus.SUPERSEDED}
    assert set(JobPlanVersion.objects.values_list("status", flat=True)) >= waiting | {VersionStatus.APPROVED}
    assert JobPlanVersion.objects.not_communicated().count() >= 8


def test_the_first_talk_has_its_clock_beside_every_promise(city: date) -> None:
    """As the product gives it: from the same day, by the same answer, kept by the first talk that was held."""
    promises = DeadlineClock.objects.of_kind(ClockKind.PLAN_GUARANTEE)
    by_reference = {clock.reference: clock for clock in DeadlineClock.objects.of_kind(ClockKind.ASSESSMENT)}
    assert {one.reference for one in promises} == by_reference.keys()
    held = Meeting.objects.filter(kind=MeetingKind.COACH, status=MeetingStatus.PRESENT).order_by("enrolment")
    first = dict(held.values("enrolment").annotate(first=Min("starts_at")).values_list("enrolment", "first"))
    for promise in promises:
        clock = by_reference[promise.reference]
        assert (clock.started_on, clock.covered, clock.enrolment_id) == (
            promise.started_on, promise.covered, promise.enrolment_id,
        )  # fmt: skip
        assert clock.fulfilled_at == first.get(clock.enrolment_id)
        assert (clock.ended_on is not None) == (clock.fulfilled_at is None and not _is_open(promise))
    lately = Q(due_on__range=(city - timedelta(days=30), city - timedelta(days=1)))
    outcomes = Counter(
        DeadlineClock.objects.of_kind(ClockKind.ASSESSMENT).filter(lately).values_list("status", flat=True)
    )
    assert outcomes[ClockStatus.MET] > outcomes[ClockStatus.BREACHED] > 0


def _is_open(promise: DeadlineClock) -> bool:
    """Whether the case, or the referral that has not led to one, is."""
    return promise.enrolment.is_open if promise.enrolment else promise.ended_on is None


def test_events_of_a_case_come_in_order(city: date) -> None:
    for referral in Referral.objects.select_related("enrolment", "clock").prefetch_related("events"):
        if referral.source == Source.PAPER:
            assert local_date(referral.submitted_at) > referral.received_on
        else:
            assert local_date(referral.submitted_at) == referral.received_on
        waits = referral.status == ReferralStatus.INCOMPLETE
        assert referral.clock.started_on == (None if waits else referral.received_on)
        assert referral.benefit_applied_on is not None
        assert referral.benefit_applied_on <= referral.received_on <= city
        times = [event.at for event in referral.events.all()]
        assert times == sorted(times)
        assert list(referral.events.all())[-1].status == referral.status
        if referral.enrolment:
            assert referral.received_on <= referral.enrolment.enrolled_on < city
            assert referral.clock.enrolment_id == referral.enrolment_id
    for case in Enrolment.objects.select_related("referral"):
        assert case.closed_on is None or case.enrolled_on <= case.closed_on < city
        assert case.first_visit_on is None or case.enrolled_on <= case.first_visit_on < city
        assert is_working_day(case.enrolled_on, stored_holiday)


def test_plans_are_answered_and_communicated_in_order(city: date) -> None:
    answers = PlanApproval.objects.select_related("version__plan__enrolment")
    for answer in answers:
        case = answer.version.plan.enrolment
        assert case.enrolled_on <= local_date(answer.answered_at) <= (case.closed_on or city)
        proposed_at = answer.version.proposed_at
        assert proposed_at is not None
        assert answer.version.drafted_at <= proposed_at <= answer.answered_at <= answer.recorded_at
    for communication in PlanCommunication.objects.select_related("version__approval", "version__plan__enrolment"):
        case = communication.version.plan.enrolment
        assert communication.version.approval.recorded_at < communication.sent_at
        assert communication.unit_id == case.income_support_unit_id
        assert local_date(communication.sent_at) <= (case.closed_on or city)
    approvals = answers.filter(decision="APPROVED").values("version__plan__enrolment")
    first = dict(approvals.annotate(first=Min("answered_at")).values_list("version__plan__enrolment", "first"))
    first_versions = JobPlanVersion.objects.filter(plan=OuterRef("plan"), approval__decision="APPROVED")
    kept_by_plan = DeadlineClock.objects.filter(fulfilment="PLAN").values_list("enrolment_id", "fulfilled_at")
    assert dict(kept_by_plan) == {case: first[case] for case, _ in kept_by_plan}
    assert not JobPlanVersion.objects.filter(status=VersionStatus.SUPERSEDED).exclude(Exists(first_versions)).exists()


def test_follow_ups_are_a_series(city: date) -> None:
    for case in Enrolment.objects.filter(follow_ups__isnull=False).distinct().prefetch_related("follow_ups__clock"):
        series = sorted(case.follow_ups.all(), key=lambda f: f.clock.started_on or date.max)
        for earlier, later in pairwise(series):
            assert earlier.status == FollowUpStatus.HELD
            assert local_date(earlier.held_at) == later.clock.started_on
        last = FollowUpStatus.PLANNED if case.is_open else FollowUpStatus.CANCELLED
        assert series[-1].status == last
    assert FollowUp.objects.filter(status=FollowUpStatus.HELD, enrolment__job_plan__versions__number=2).exists()
    assert not FollowUp.objects.filter(held_at__date__gte=city).exists()


def test_a_case_is_at_one_jobbtorg_with_one_of_its_coaches() -> None:
    moved = 0
    cases = Enrolment.objects.select_related("coach", "referral").prefetch_related("stays", "coach_assignments__coach")
    for case in cases:
        stays, assignments = list(case.stays.all()), list(case.coach_assignments.all())
        assert stays[0].started_on == case.enrolled_on
        assert stays[0].jobbtorg_id == (
            case.referral.jobbtorg_id if case.origin == Origin.REFERRAL else case.jobbtorg_id
        )
        assert stays[-1].jobbtorg_id == case.jobbtorg_id == case.coach.jobbtorg_id
        assert stays[-1].ended_on is None
        assert assignments[-1].coach_id == case.coach_id
        assert [a.coach.jobbtorg_id for a in assignments] == [stay.jobbtorg_id for stay in stays]
        moved += len(stays) == 2
    assert moved >= 10
    assert UnitStay.objects.count() == CoachAssignment.objects.count()


def test_protected_persons_are_with_those_appointed_for_them() -> None:
    cases = Enrolment.objects.exclude(person__protection=Protection.NONE)
    assert {case.coach.get_full_name() for case in cases} == {PROTECTED_COACH}
    assert not GroupInformationBooking.objects.exclude(enrolment__person__protection=Protection.NONE).exists()
    told = Notice.objects.filter(path__in=[f"/arenden/{pk}/" for pk in cases.values_list("pk", flat=True)])
    assert not told.exists()


def test_meetings_are_past_and_logged_or_still_to_come(city: date) -> None:
    logged = Meeting.objects.exclude(status=MeetingStatus.BOOKED)
    assert not logged.filter(starts_at__date__gte=city).exists()
    assert not logged.filter(logged_at__lte=F("starts_at")).exists()
    assert Meeting.objects.filter(status=MeetingStatus.BOOKED, starts_at__date__lt=city).count() >= 5
    assert not Meeting.objects.filter(booked_at__gt=F("starts_at")).exists()
    assert not Meeting.objects.filter(enrolment__closed_on__lt=F("starts_at__date")).exists()
    assert not Meeting.objects.filter(enrolment__enrolled_on__gt=F("starts_at__date")).exists()
    today = Meeting.objects.filter(starts_at__date=city).values("coach__email").annotate(n=Count("pk"))
    busy = {row["coach__email"]: row["n"] for row in today}
    assert 3 <= busy["anna.lund@jobbtorg.example"] <= 9
    assert 3 <= busy["hodan.jama@jobbtorg.example"] <= 9
    clashes = Meeting.objects.filter(~Q(starts_at__minute=15, starts_at__hour=12)).values("coach", "starts_at")
    assert not clashes.annotate(n=Count("pk")).filter(n__gt=1).exists()


def test_meetings_that_were_booked_beforehand_have_been_so_in_their_history() -> None:
    beforehand = Meeting.objects.filter(booked_at__lt=F("starts_at")).exclude(status=MeetingStatus.BOOKED)
    booked = changes_of(Meeting).objects.filter(pgh_obj=OuterRef("pk"), status=MeetingStatus.BOOKED)
    assert beforehand.exists()
    assert not beforehand.exclude(Exists(booked)).exists()


def test_cases_end_as_cases_do(city: date) -> None:
    groups = Counter(Closure.objects.values_list("reason__group", flat=True))
    total = groups.total()
    assert 0.28 <= groups[OutcomeGroup.WORK] / total <= 0.42
    assert 0.10 <= groups[OutcomeGroup.STUDIES] / total <= 0.20
    assert set(Closure.objects.values_list("closed_on__year", flat=True)) == {2024, 2025, 2026}
    assert {c.enrolment.closed_on for c in Closure.objects.all()[:50]} == {
        c.closed_on for c in Closure.objects.all()[:50]
    }
    assert Closure.objects.count() == Enrolment.objects.filter(closed_on__isnull=False).count()
    returned = Person.objects.annotate(n=Count("enrolments")).filter(n=2)
    assert returned.count() >= 10


def test_the_guarantee_covers_whom_the_rules_say() -> None:
    for referral in Referral.objects.select_related("clock", "target_group", "person", "unit"):
        assert coverage_of(referral) == coverage_of_clock(referral.clock)
    assert DeadlineClock.objects.filter(covered=False).exists()


def test_numbers_continue_where_the_demo_ends(city: date) -> None:
    for prefix, numbers in {
        "RS": Enrolment.objects.filter(case_no__startswith="RS-2026-").values_list("case_no", flat=True),
        "R": Referral.objects.filter(number__startswith="R-2026-").values_list("number", flat=True),
    }.items():
        in_order = sorted(numbers)
        assert in_order == [f"{prefix}-2026-{n:05d}" for n in range(1, len(in_order) + 1)]
        assert next_number(prefix, 2026) == f"{prefix}-2026-{len(in_order) + 1:05d}"
    by_day = Enrolment.objects.filter(case_no__startswith="RS-2026-").order_by("case_no")
    days = list(by_day.values_list("enrolled_on", flat=True))
    assert days == sorted(days)
    assert not DeadlineClock.objects.filter(enrolment__isnull=False).exclude(reference=F("enrolment__case_no")).exists()


def test_referrals_go_where_their_stadsdel_sends_people(city: date) -> None:
    mapped = set(DistrictJobbtorg.objects.valid_on(city).values_list("district_id", "jobbtorg__code"))
    referred = set(Referral.objects.values_list("unit__district_id", "jobbtorg__code"))
    assert {pair for pair in referred if pair[1] not in {"GL", "US", "UG"}} <= mapped


def test_a_second_load_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    before = {model: model._default_manager.count() for model in [*MODELS, User]}
    call_command("load_demo")
    assert "already holds persons" in capsys.readouterr().out
    assert before == {model: model._default_manager.count() for model in [*MODELS, User]}


def _said() -> dict[str, list[tuple[object, ...]]]:
    """What the city says, without keys."""
    return {
        "persons": list(Person.objects.order_by("sort_key", "birth_date").values_list("search_name", "birth_date")),
        "cases": list(Enrolment.objects.order_by("case_no").values_list("case_no", "enrolled_on", "coach__email")),
        "referrals": list(Referral.objects.order_by("number").values_list("number", "received_on", "status")),
        "meetings": list(Meeting.objects.order_by("starts_at", "coach__email").values_list("starts_at", "status")),
    }


def test_another_load_for_the_same_day_says_the_same(city: date) -> None:
    before = _said()
    tables = ", ".join(model._meta.db_table for model in [*MODELS, User, CoachGroup, NumberSeries])
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(SWITCH_TRIGGERS.format("DISABLE"))  # the access log refuses to be emptied
        cursor.execute(f"TRUNCATE {tables} CASCADE")
        cursor.execute(SWITCH_TRIGGERS.format("ENABLE"))
    call_command("load_demo", on=city.isoformat(), verbosity=0)
    assert _said() == before


def test_the_first_sweep_has_work_and_the_second_has_none(city: date) -> None:
    late = DeadlineClock.objects.overdue(on=city).count()
    first, second = sweep(on=city), sweep(on=city)
    assert first.stamped == late
    assert first.breached > 3
    assert second.stamped == 0
    assert not DeadlineClock.objects.overdue(on=city).exists()


def test_what_came_in_today_came_before_anyone_looked(city: date) -> None:
    newest = Referral.objects.latest("submitted_at")
    assert newest.received_on == city
    assert timezone.localtime(newest.submitted_at).hour == 0
    assert local_date(Person.objects.earliest("created_at").created_at) >= date(2023, 7, 1)


def test_the_accounts_cover_the_roles_and_have_something_to_see(city: date) -> None:
    accounts = demo_accounts()
    users = [User.objects.get(pk=account.pk) for account in accounts]
    assert [account.email for account in accounts] == list(EMAILS)
    assert {user.role for user in users} == set(Role)
    assert any(user.protected_access for user in users)
    assert all(account.name and account.role_label and account.unit for account in accounts)
    by_role = {user.role: user for user in reversed(users)}
    coach, caseworker = by_role[Role.COACH], by_role[Role.CASEWORKER]
    assert Enrolment.objects.coached_by(coach).open().visible_to(coach).count() >= 15
    assert Referral.objects.visible_to(caseworker).exists()
    assert default_jobbtorg(caseworker.income_support_unit, city) == coach.jobbtorg


def test_what_passes_between_the_authorities_can_be_seen_from_the_demo_accounts(city: date) -> None:
    users = {user.role: user for user in User.objects.filter(email__in=EMAILS).order_by("-pk")}
    manager, caseworker = users[Role.MANAGER], User.objects.get(email__startswith="maria.stahl@")
    moves = ReferralMove.objects.filter(status=MoveStatus.SENT)
    assert moves.get(destination=manager.jobbtorg).origin != manager.jobbtorg
    assert moves.get(origin=manager.jobbtorg).sent_by == manager
    for move in moves:
        assert move.origin == move.referral.jobbtorg
        assert move.sent_at > move.referral.submitted_at
        assert not move.referral.person.is_protected
    assert {deviation.noted_by.works_with_cases for deviation in Deviation.objects.all()} == {True, False}
    departure = Departure.objects.get()
    assert departure.referral.unit.district == caseworker.income_support_unit.district
    answer = FitnessAnswer.objects.get()
    asked = Referral.objects.get(clock=answer.clock)
    assert asked.fit_for_work == FitForWork.TO_INVESTIGATE
    assert coverage_of_clock(answer.clock) == coverage_of(asked)
    assert not answer.clock.coverage_awaited
    assert ReferralListDraft.objects.get().author == caseworker


def test_the_command_prints_a_table() -> None:
    out = StringIO()
    call_command("demo_accounts", stdout=out)
    assert len(out.getvalue().splitlines()) == len(EMAILS) + 1
    assert "anna.lund@jobbtorg.example" in out.getvalue()


def test_notices_carry_no_names() -> None:
    assert Notice.objects.filter(read_at__isnull=True).exists()
    surnames = set(Person.objects.values_list("last_name", flat=True))
    for notice in Notice.objects.all():
        assert not surnames & set(notice.text.replace(":", " ").split())
