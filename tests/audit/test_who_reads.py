"""Which rows of the log and of its reviews the database shows, whatever a page asks for."""

from __future__ import annotations

import datetime

import pytest

from aspirants.models import Enrolment
from audit.models import AccessEvent, LogReview, LogReviewItem, ReviewCause
from demo.factories import EnrolmentFactory, UserFactory
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from organisation.models import User
from tests.audit.events import write
from tests.roles import as_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Enrolment:
    return EnrolmentFactory()


@pytest.fixture
def elsewhere() -> Enrolment:
    return EnrolmentFactory()


def seen_by(user: User, model: type = AccessEvent) -> set[int]:
    with as_role(WEB), acting_for(user):
        return set(model.objects.values_list("pk", flat=True))


def test_only_reviewers_and_managers_read_the_log(case: Enrolment, elsewhere: Enrolment) -> None:
    by_own = write(case.coach, person_id=elsewhere.person_id)
    of_ours = write(elsewhere.coach, person_id=case.person_id)
    neither = write(elsewhere.coach, person_id=elsewhere.person_id)
    searched = write(elsewhere.coach)
    assert seen_by(UserFactory(log_reviewer=True)) == {by_own, of_ours, neither, searched}
    assert seen_by(UserFactory(manager=True, jobbtorg=case.jobbtorg)) == {by_own, of_ours}
    for trait in ("coach", "caseworker", "district_manager", "central_coordinator", "admin"):
        place = {"jobbtorg": case.jobbtorg} if trait == "coach" else {}
        assert seen_by(UserFactory(**{trait: True}, **place)) == set(), trait


def test_of_a_protected_person_a_manager_sees_only_what_the_own_staff_did(case: Enrolment) -> None:
    case.person.protection = "SEKRETESSMARKERING"
    case.person.save()
    by_own, _ = write(case.coach, person_id=case.person_id), write(UserFactory(), person_id=case.person_id)
    manager = UserFactory(manager=True, jobbtorg=case.jobbtorg)
    assert seen_by(manager) == {by_own}
    appointed = UserFactory(manager=True, jobbtorg=case.jobbtorg, protected_access=True)
    assert len(seen_by(appointed)) == 2


def test_a_review_is_the_units_managers(case: Enrolment, elsewhere: Enrolment) -> None:
    reviews = [
        LogReview.objects.create(jobbtorg=place.jobbtorg, month=datetime.date(2026, 10, 1))
        for place in (case, elsewhere)
    ]
    items = [LogReviewItem.objects.create(review=one, event_id=7, cause=ReviewCause.SAMPLE) for one in reviews]
    manager = UserFactory(manager=True, jobbtorg=case.jobbtorg)
    assert seen_by(manager, LogReview) == {reviews[0].pk}
    assert seen_by(manager, LogReviewItem) == {items[0].pk}
    for other in (case.coach, UserFactory(admin=True)):
        assert seen_by(other, LogReview) == seen_by(other, LogReviewItem) == set()
    reviewer = UserFactory(log_reviewer=True)
    assert seen_by(reviewer, LogReview) == {review.pk for review in reviews}, "whether they are done"
    assert seen_by(reviewer, LogReviewItem) == set(), "the whole log is the reviewer's anyway"
