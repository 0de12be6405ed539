"""Coach groups: chosen by an administrator, of the own jobbtorg, and left with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.refusals import OperationRefused
from demo.factories import CoachGroupFactory, JobbtorgFactory, UserFactory
from organisation.models import Role, User
from organisation.staff.operations.coach_groups import choose_coach_group
from organisation.staff.operations.positions import give_position
from organisation.staff.positions import PositionTerms
from organisation.staff.shown import shown_user
from tests.post_forms import submit
from tests.visits import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def coach() -> User:
    return UserFactory(coach=True)


@pytest.fixture
def group(coach: User):
    return CoachGroupFactory(jobbtorg=coach.jobbtorg, name="Grupp Syd")


def test_an_administrator_chooses_the_group_on_the_users_page(administrator, coach, group):
    CoachGroupFactory(name="Grannens grupp")
    yesterday = timezone.localdate() - timedelta(days=1)
    CoachGroupFactory(jobbtorg=coach.jobbtorg, name="Gårdagens grupp", valid_to=yesterday)
    client, detail = signed_in(administrator), reverse("user_detail", args=[coach.pk])
    address = reverse("user_coach_group", args=[coach.pk])
    assert "Ingen grupp" in client.get(detail).text
    page = client.get(address)
    assert [label for _, label in page.context["form"].fields["group"].choices] == ["Ingen grupp", "Grupp Syd"]
    assert submit(client, address, {"group": group.pk}).url == detail
    coach.refresh_from_db()
    assert coach.coach_group == group
    assert "Grupp Syd" in client.get(detail).text
    assert client.get(address).context["form"].initial == {"group": group.pk}
    assert submit(client, address, {"group": ""}).url == detail
    coach.refresh_from_db()
    assert coach.coach_group is None
    assert submit(client, address, {"group": CoachGroupFactory().pk}).status_code == 422


def test_each_choice_is_kept_in_the_users_history(administrator, coach, group):
    choose_coach_group(actor=administrator, user=coach, seen_user=shown_user(coach), group=group)
    coach.refresh_from_db()
    choose_coach_group(actor=administrator, user=coach, seen_user=shown_user(coach), group=None)
    versions = coach.changes.order_by("pgh_id").values_list("coach_group_id", flat=True)
    assert list(versions) == [None, group.pk, None]


def test_who_may_not_and_what_does_not_fit_is_refused(administrator, coach, group):
    elsewhere, manager = CoachGroupFactory(), UserFactory(manager=True, jobbtorg=coach.jobbtorg)
    over = CoachGroupFactory(jobbtorg=coach.jobbtorg, valid_to=timezone.localdate() - timedelta(days=1))
    for actor, user, chosen, sentence in [
        (manager, coach, group, "Bara en systemförvaltare"),
        (administrator, manager, group, "Bara coacher vid ett jobbtorg"),
        (administrator, UserFactory(district_coach=True), None, "Bara coacher vid ett jobbtorg"),
        (administrator, coach, elsewhere, "Välj en coachgrupp som finns vid coachens jobbtorg."),
        (administrator, coach, over, "Välj en coachgrupp som finns vid coachens jobbtorg."),
    ]:
        with pytest.raises(OperationRefused, match=sentence):
            choose_coach_group(actor=actor, user=user, seen_user=shown_user(user), group=chosen)


def test_the_database_refuses_a_group_of_another_jobbtorg(coach, group):
    with pytest.raises(IntegrityError, match="coach_group_of_the_own_jobbtorg"), transaction.atomic():
        User.objects.filter(pk=coach.pk).update(coach_group=CoachGroupFactory())
    with pytest.raises(IntegrityError, match="coach_group_is_for_coaches"), transaction.atomic():
        User.objects.filter(pk=UserFactory(manager=True, jobbtorg=coach.jobbtorg).pk).update(coach_group=group)


def test_a_code_is_used_once_at_a_jobbtorg(group):
    with pytest.raises(ValidationError, match="redan en coachgrupp med den koden"):
        CoachGroupFactory.build(jobbtorg=group.jobbtorg, code=group.code, name="Samma kod").full_clean()
    CoachGroupFactory.build(jobbtorg=JobbtorgFactory(), code=group.code).full_clean()


def test_whoever_leaves_the_jobbtorg_leaves_the_group(administrator, coach, group):
    choose_coach_group(actor=administrator, user=coach, seen_user=shown_user(coach), group=group)
    coach.refresh_from_db()
    today = timezone.localdate()
    give_position(
        actor=administrator,
        user=coach,
        seen_user=shown_user(coach),
        terms=PositionTerms(Role.COACH, today, jobbtorg=coach.jobbtorg, protected_access=True),
    )
    coach.refresh_from_db()
    assert coach.coach_group == group, "the same jobbtorg"
    give_position(
        actor=administrator,
        user=coach,
        seen_user=shown_user(coach),
        terms=PositionTerms(Role.COACH, today, jobbtorg=JobbtorgFactory()),
    )
    coach.refresh_from_db()
    assert coach.coach_group is None
