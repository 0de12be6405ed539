"""Until when somebody works at a jobbtorg, and who may be given cases there."""

from __future__ import annotations

import datetime

import pytest

from demo.factories import JobbtorgFactory, UserFactory
from organisation.models import Position, Role, User
from organisation.staff.service import OVER, Service, everywhere, services_at

TODAY = datetime.date(2026, 11, 23)
DAY = datetime.timedelta(days=1)

pytestmark = pytest.mark.django_db


def _position(user: User, since: int, until: int | None, **facts: object) -> Position:
    facts = {"role": Role.COACH, "jobbtorg": user.jobbtorg, **facts}
    last = None if until is None else TODAY + until * DAY
    return Position.objects.create(user=user, valid_from=TODAY + since * DAY, valid_to=last, **facts)


@pytest.fixture
def coach(on_a_working_day: object) -> User:
    user = UserFactory(coach=True)
    user.positions.all().delete()
    return user


def _service(user: User) -> Service:
    return services_at(user.jobbtorg_id, [user], TODAY)[user.pk]


CASES = {
    "until further notice": ([(-100, None)], Service(is_over=False)),
    "with a last day": ([(-100, 11)], Service(is_over=False, last_day=TODAY + 11 * DAY)),
    "today is the last day": ([(-100, 0)], Service(is_over=False, last_day=TODAY)),
    "yesterday was": ([(-100, -1)], OVER),
    "one position after another": ([(-100, 3), (4, None)], Service(is_over=False)),
    "with a day between": ([(-100, 3), (5, None)], Service(is_over=False, last_day=TODAY + 3 * DAY)),
    "begins tomorrow": ([(1, None)], OVER),
    "none": ([], OVER),
}


@pytest.mark.parametrize("name", CASES)
def test_unbroken_days_count(coach: User, name: str) -> None:
    positions, expected = CASES[name]
    for since, until in positions:
        _position(coach, since, until)
    assert _service(coach) == expected


def test_work_as_its_manager_is_work_here_and_work_elsewhere_is_not(coach: User) -> None:
    _position(coach, -100, 3)
    _position(coach, 4, 9, role=Role.MANAGER)
    _position(coach, 10, None, jobbtorg=JobbtorgFactory())
    assert _service(coach) == Service(is_over=False, last_day=TODAY + 9 * DAY)


def test_a_revoked_position_and_a_closed_account_are_no_work(coach: User) -> None:
    position = _position(coach, -100, None)
    assert everywhere(coach, TODAY) == {coach.jobbtorg_id: Service(is_over=False)}
    User.objects.filter(pk=coach.pk).update(is_active=False)
    coach.refresh_from_db()
    assert _service(coach) == OVER
    User.objects.filter(pk=coach.pk).update(is_active=True)
    coach.refresh_from_db()
    Position.objects.filter(pk=position.pk).update(revoked_at=coach.created_at, revoked_by=UserFactory(admin=True))
    assert _service(coach) == OVER
    assert everywhere(coach, TODAY) == {}


def test_whoever_has_never_signed_in_is_given_no_case(coach: User) -> None:
    _position(coach, -100, None)
    at = coach.jobbtorg_id
    assert coach.may_be_given_cases_at(at)
    assert coach in User.objects.may_be_given_cases_at(at)
    User.objects.filter(pk=coach.pk).update(invited_at=coach.created_at)
    coach.refresh_from_db()
    assert not coach.may_be_given_cases_at(at)
    assert coach not in User.objects.may_be_given_cases_at(at)
    assert coach in User.objects.coaches_at(at)
    User.objects.filter(pk=coach.pk).update(last_login=coach.created_at)
    coach.refresh_from_db()
    assert coach.may_be_given_cases_at(at)
    assert coach in User.objects.may_be_given_cases_at(at)


def test_a_manager_is_given_no_case(on_a_working_day: object) -> None:
    manager = UserFactory(manager=True)
    assert manager.works_with_cases_at(manager.jobbtorg_id)
    assert not manager.may_be_given_cases_at(manager.jobbtorg_id)
