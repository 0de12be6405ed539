"""The case of a protected person goes only to a coach who may open it."""

import pytest
from django.urls import reverse

from aspirants.operations import assign_coach
from aspirants.shown import shown_coach
from core.refusals import OperationRefused
from demo.factories import EnrolmentFactory, UserFactory
from tests.aspirants.staff import signed_in
from tests.openings import give_reason


@pytest.fixture
def protected(coach):
    return EnrolmentFactory(jobbtorg=coach.jobbtorg, without_coach=True, protected=True)


def test_a_coach_without_the_right_is_refused(coach, manager, protected):
    with pytest.raises(OperationRefused, match="skyddade uppgifter"):
        assign_coach(actor=manager, enrolment=protected, seen_coach=shown_coach(protected), coach=coach)


def test_only_the_specially_appointed_can_be_chosen(coach, protected):
    appointed = UserFactory(coach=True, protected=True, jobbtorg=coach.jobbtorg)
    manager = UserFactory(manager=True, protected=True, jobbtorg=coach.jobbtorg)
    client, url = signed_in(manager), reverse("assign_coach", args=[protected.pk])
    give_reason(client, protected.person)
    assert list(client.get(url).context["form"].fields["coach"].queryset) == [appointed]
    assert client.submit(url, {"coach": coach.pk}).status_code == 422
    assert client.submit(url, {"coach": appointed.pk}).status_code == 302
    protected.refresh_from_db()
    assert protected.coach == appointed
