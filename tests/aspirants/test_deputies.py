"""Deputies: who sets them, when they hold, what they see, what they are told, and that the coach stays responsible."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from aspirants.models import CoachAssignment, Enrolment
from aspirants.operations import end_deputy, set_deputy
from core.refusals import OperationRefused
from deadlines.jobs.sweep import sweep
from deadlines.jobs.warnings import warn
from demo.factories import DeadlineClockFactory, EnrolmentFactory, MeetingFactory, UserFactory
from meetings.choices import MeetingStatus
from notices.choices import NoticeKind
from notices.models import Notice
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from organisation.models import Deputy, DeputyState, Jobbtorg, User
from organisation.staff.deputies import deputies_by_coach, stood_in_for
from oversight.digest import waiting_for_all
from tests.aspirants.staff import TODAY, at, errors, said, signed_in, text
from tests.roles import as_role

DAY = datetime.timedelta(days=1)
TWO_WEEKS = (TODAY, TODAY + 13 * DAY)


@pytest.fixture
def colleague(coach: User) -> User:
    return UserFactory(coach=True, jobbtorg=coach.jobbtorg)


@pytest.fixture
def appointed(coach: User) -> User:
    return UserFactory(coach=True, jobbtorg=coach.jobbtorg, protected=True)


def _here(coach: User) -> Jobbtorg:
    assert coach.jobbtorg is not None
    return coach.jobbtorg


def let(actor: User, coach: User, deputy: User, days: tuple[datetime.date, datetime.date] = TWO_WEEKS) -> Deputy:
    return set_deputy(actor=actor, coach=coach, deputy=deputy, valid_from=days[0], valid_to=days[1])


# --- States and transitions (decision 110) --------------------------------------------------------------------------

PERIODS = {
    DeputyState.COMING: (TODAY + DAY, TODAY + 3 * DAY),
    DeputyState.IN_FORCE: (TODAY - DAY, TODAY),
    DeputyState.OVER: (TODAY - 3 * DAY, TODAY - DAY),
}


def _period(state: DeputyState, coach: User, deputy: User) -> Deputy:
    days = PERIODS.get(state, TWO_WEEKS)
    period: Deputy = Deputy.objects.create(
        coach=coach, deputy=deputy, jobbtorg=_here(coach), valid_from=days[0], valid_to=days[1], set_by=coach
    )
    if state == DeputyState.ENDED:
        Deputy.objects.filter(pk=period.pk).update(ended_at=timezone.now(), ended_by=coach)
        period.refresh_from_db()
    assert period.state_on(TODAY) == state
    return period


@pytest.mark.parametrize("state", DeputyState)
def test_it_holds_on_its_days_and_is_ended_once(coach: User, colleague: User, state: DeputyState) -> None:
    period = _period(state, coach, colleague)
    assert (stood_in_for(colleague, TODAY) == [coach]) is (state == DeputyState.IN_FORCE)
    if state in (DeputyState.COMING, DeputyState.IN_FORCE):
        ended = end_deputy(actor=coach, period=period)
        assert ended.state_on(TODAY) == DeputyState.ENDED
        assert ended.ended_by == coach
    with pytest.raises(OperationRefused, match="redan slut"):
        end_deputy(actor=coach, period=period)
    assert stood_in_for(colleague, TODAY) == []


def test_the_days_pass_by_themselves(coach: User, colleague: User) -> None:
    period = let(coach, coach, colleague, (TODAY + DAY, TODAY + 2 * DAY))
    days = [TODAY + n * DAY for n in range(4)]
    assert [period.state_on(day) for day in days] == [
        DeputyState.COMING,
        DeputyState.IN_FORCE,
        DeputyState.IN_FORCE,
        DeputyState.OVER,
    ]
    assert [stood_in_for(colleague, day) for day in days] == [[], [coach], [coach], []]


def test_a_deputy_who_leaves_stands_in_for_nobody(coach: User, colleague: User) -> None:
    let(coach, coach, colleague)
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    assert stood_in_for(colleague, TODAY) == []
    assert deputies_by_coach([coach.pk], coach.jobbtorg_id, TODAY) == {}


# --- Who may ---------------------------------------------------------------------------------------------------------


def test_the_coach_and_the_manager_set_it(coach: User, manager: User, colleague: User, appointed: User) -> None:
    assert let(coach, coach, colleague).set_by == coach
    assert let(manager, coach, appointed).set_by == manager


def test_nobody_else_does(coach: User, colleague: User, stranger: User) -> None:
    outsiders = [colleague, stranger, UserFactory(manager=True), UserFactory(admin=True), UserFactory(caseworker=True)]
    for actor in outsiders:
        with pytest.raises(OperationRefused):
            let(actor, coach, colleague)
    period = let(coach, coach, colleague)
    for actor in outsiders:
        with pytest.raises((OperationRefused, Deputy.DoesNotExist)):
            end_deputy(actor=actor, period=period)


REFUSED: dict[str, tuple[Callable[[User, User], tuple[User, tuple[datetime.date, datetime.date]]], str]] = {
    "oneself": (lambda coach, colleague: (coach, TWO_WEEKS), "någon annan"),
    "elsewhere": (lambda coach, colleague: (UserFactory(coach=True), TWO_WEEKS), "arbetar vid jobbtorget"),
    "a manager": (
        lambda coach, colleague: (UserFactory(manager=True, jobbtorg=coach.jobbtorg), TWO_WEEKS),
        "Välj en coach",
    ),
    "a day that has been": (lambda coach, colleague: (colleague, (TODAY - DAY, TODAY)), "tidigast vara i dag"),
    "the wrong way round": (lambda coach, colleague: (colleague, (TODAY + DAY, TODAY)), "före den första"),
    "years": (lambda coach, colleague: (colleague, (TODAY, TODAY + 400 * DAY)), "Högst ett år"),
    "who leaves before": (
        lambda coach, colleague: (
            UserFactory(coach=True, jobbtorg=coach.jobbtorg, position_until=TODAY + 5 * DAY),
            TWO_WEEKS,
        ),
        "arbetar här till och med",
    ),
}


@pytest.mark.parametrize("why", REFUSED)
def test_it_is_refused(coach: User, colleague: User, why: str) -> None:
    choose, sentence = REFUSED[why]
    deputy, days = choose(coach, colleague)
    with pytest.raises(OperationRefused, match=sentence):
        let(coach, coach, deputy, days)


def test_twice_the_same_days_is_refused_and_again_after_ending_is_not(coach: User, colleague: User) -> None:
    period = let(coach, coach, colleague)
    with pytest.raises(OperationRefused, match="redan ersättare"):
        let(coach, coach, colleague, (TODAY + 13 * DAY, TODAY + 20 * DAY))
    end_deputy(actor=coach, period=period)
    let(coach, coach, colleague)


# --- What the deputy sees and does -----------------------------------------------------------------------------------


def test_the_cases_and_meetings_are_on_the_deputys_min_dag(coach: User, manager: User, colleague: User) -> None:
    case = EnrolmentFactory(coach=coach, enrolled_on=TODAY - 3 * DAY)
    MeetingFactory(enrolment=case, coach=coach, starts_at=at(TODAY, "14:00"))
    own = EnrolmentFactory(coach=colleague)
    as_colleague = signed_in(colleague)
    assert case.person.name not in text(as_colleague.get("/"))
    let(manager, coach, colleague)
    page = text(as_colleague.get("/"))
    assert f"Du är ersättare för {coach}." in page
    assert page.count(f"{case.person.name} för {coach}") >= 2
    assert own.person.name in page
    assert f"{own.person.name} för" not in page
    case.refresh_from_db()
    assert case.coach == coach
    assert CoachAssignment.objects.filter(enrolment=case, ended_at=None).get().coach == coach


def test_it_ends_by_itself(coach: User, colleague: User, now) -> None:
    case = EnrolmentFactory(coach=coach)
    let(coach, coach, colleague)
    as_colleague = signed_in(colleague)
    now.move_to(at(TODAY + 13 * DAY, "16:00"))
    assert case.person.name in text(as_colleague.get("/"))
    now.move_to(at(TODAY + 14 * DAY, "08:00"))
    assert case.person.name not in text(as_colleague.get("/"))


def test_the_deputy_logs_the_meeting(coach: User, colleague: User) -> None:
    case = EnrolmentFactory(coach=coach)
    booked = MeetingFactory(enrolment=case, coach=coach, starts_at=at(TODAY, "08:00"))
    let(coach, coach, colleague)
    as_colleague = signed_in(colleague)
    assert f"/arenden/{case.pk}/mote" in as_colleague.get("/").content.decode()
    assert as_colleague.get(f"/arenden/{case.pk}/").status_code == 200
    booked.refresh_from_db()
    assert (booked.coach, booked.status) == (coach, MeetingStatus.BOOKED)


def test_the_case_says_who_stands_in(coach: User, colleague: User, as_coach) -> None:
    case = EnrolmentFactory(coach=coach)
    assert "Ersättare" not in text(as_coach.get(f"/arenden/{case.pk}/"))
    let(coach, coach, colleague)
    assert f"Ersättare: {colleague}" in text(as_coach.get(f"/arenden/{case.pk}/"))


def test_a_protected_person_is_met_by_an_appointed_deputy_alone(
    coach: User, manager: User, colleague: User, appointed: User
) -> None:
    User.objects.filter(pk=coach.pk).update(protected_access=True)
    coach.refresh_from_db()
    hidden = EnrolmentFactory(coach=coach, protected=True)
    let(coach, coach, colleague)
    page = text(signed_in(colleague).get("/"))
    assert hidden.case_no not in page
    assert hidden.person.name not in page
    let(coach, coach, appointed)
    assert hidden.person.name in text(signed_in(appointed).get("/"))
    names = {case.pk: case.deputies for case in Enrolment.objects.with_deputies(TODAY)}
    assert names[hidden.pk] == str(appointed)


def test_of_the_protected_it_is_said_that_somebody_is_missing(coach: User, colleague: User) -> None:
    User.objects.filter(pk=coach.pk).update(protected_access=True)
    EnrolmentFactory(coach=coach, protected=True)
    as_coach = signed_in(User.objects.get(pk=coach.pk))
    path = f"/coacher/{coach.pk}/ersattare"
    typed = {"deputy": colleague.pk, "valid_from": "2026-11-23", "valid_to": "2026-12-06"}
    page = said(as_coach, as_coach.submit(path, typed, on=path))
    assert "1 ärende med skyddade personuppgifter ser ersättaren inte." in page


# --- What the deputy is told -----------------------------------------------------------------------------------------


def _told(user: User, kind: NoticeKind) -> int:
    return Notice.objects.filter(recipient=user, kind=kind).count()


def test_notices_for_the_coach_go_to_the_deputy_too(
    coach: User, manager: User, colleague: User, appointed: User
) -> None:
    User.objects.filter(pk=coach.pk).update(protected_access=True)
    for protected in (False, True):
        DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach, protected=protected), due_today=True)
    let(coach, coach, colleague)
    let(coach, coach, appointed)
    assert (_told(colleague, NoticeKind.STAFF), _told(coach, NoticeKind.STAFF)) == (1, 0)
    warn(on=TODAY)
    assert [_told(user, NoticeKind.WARNING) for user in (coach, appointed, colleague, manager)] == [2, 2, 1, 0]
    waiting = waiting_for_all(TODAY)
    assert [waiting[user.pk].plans for user in (coach, appointed, colleague)] == [2, 2, 1]


def test_a_breach_is_told_to_the_deputy(coach: User, manager: User, colleague: User) -> None:
    DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), overdue=True)
    let(coach, coach, colleague)
    sweep(on=TODAY)
    assert [_told(user, NoticeKind.BREACH) for user in (coach, colleague, manager)] == [1, 1, 1]


def test_before_and_after_the_period_nothing_is_told(coach: User, colleague: User) -> None:
    DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), due_today=True)
    let(coach, coach, colleague, (TODAY + DAY, TODAY + 2 * DAY))
    warn(on=TODAY)
    assert _told(colleague, NoticeKind.WARNING) == 0


def test_a_coach_who_has_moved_is_warned_of_nothing_here_and_the_manager_is(coach: User, manager: User) -> None:
    """FC-10: the warnings, which asked whether the coach is in service anywhere."""
    DeadlineClockFactory(enrolment=EnrolmentFactory(coach=coach), due_today=True)
    elsewhere = UserFactory(coach=True)
    User.objects.filter(pk=coach.pk).update(jobbtorg=elsewhere.jobbtorg)
    warn(on=TODAY)
    assert [_told(user, NoticeKind.WARNING) for user in (coach, manager)] == [0, 1]


# --- The page --------------------------------------------------------------------------------------------------------


def test_the_page_adds_a_period_and_ends_it(coach: User, colleague: User, as_coach, as_manager) -> None:
    path = f"/coacher/{coach.pk}/ersattare"
    for desk in (as_coach, as_manager):
        page = desk.get(path)
        assert "Ingen ersättare är inlagd." in text(page)
        typed = {"deputy": colleague.pk, "valid_from": "2026-11-24", "valid_to": "2026-12-06"}
        answer = desk.submit(path, typed, on=path)
        assert f"{colleague} är ersättare för {coach} tis 24 nov–sön 6 dec." in said(desk, answer)
        period = Deputy.objects.get(ended_at=None)
        answer = desk.post(path, {"end": period.pk})
        assert f"{colleague} är inte längre ersättare." in said(desk, answer)
        assert "redan slut" in said(desk, desk.post(path, {"end": period.pk}))
        Deputy.objects.all().delete()


def test_what_is_typed_stays_when_it_is_refused(coach: User, colleague: User, as_coach) -> None:
    path = f"/coacher/{coach.pk}/ersattare"
    page = as_coach.submit(
        path, {"deputy": colleague.pk, "valid_from": "2026-11-30", "valid_to": "2026-11-24"}, on=path
    )
    assert errors(page) == {"valid_to": ["Sista dagen kan inte ligga före den första."]}
    assert 'value="2026-11-30"' in page.content.decode()


def test_of_a_colleague_there_is_no_page(coach: User, colleague: User, as_coach, stranger: User, as_manager) -> None:
    assert as_coach.get(f"/coacher/{colleague.pk}/ersattare").status_code == 404
    assert as_manager.get(f"/coacher/{stranger.pk}/ersattare").status_code == 404
    period = let(coach, coach, colleague)
    assert signed_in(colleague).post(f"/coacher/{coach.pk}/ersattare", {"end": period.pk}).status_code == 404
    assert as_manager.post(f"/coacher/{colleague.pk}/ersattare", {"end": period.pk}).status_code == 404
    assert as_manager.post(f"/coacher/{coach.pk}/ersattare", {"end": "9" * 40}).status_code == 404


# --- The second lock -------------------------------------------------------------------------------------------------


def test_the_database_lets_the_coach_and_the_manager_set_it_alone(
    coach: User, manager: User, colleague: User, stranger: User
) -> None:
    def add(actor: User) -> None:
        with acting_for(actor), transaction.atomic():
            Deputy.objects.create(
                coach=coach,
                deputy=colleague,
                jobbtorg=_here(coach),
                valid_from=TODAY,
                valid_to=TODAY,
                set_by=actor,
            )
            transaction.set_rollback(True)

    with as_role(WEB):
        add(coach)
        add(manager)
        for actor in (colleague, stranger, UserFactory.build(pk=0)):
            with pytest.raises(DatabaseError, match="row-level security"):
                add(actor)


def test_nobody_removes_one(coach: User, colleague: User) -> None:
    let(coach, coach, colleague)
    with (
        as_role(WEB),
        acting_for(coach),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM organisation_deputy")
