"""Opening cases and choosing coaches: one open case per person, and one responsible coach per case."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from aspirants.models import CoachAssignment, Enrolment, UnitStay
from aspirants.operations import assign_coach, enrol_person
from aspirants.shown import shown_coach
from core.refusals import OperationRefused
from demo.factories import EnrolmentFactory, JobbtorgFactory, PersonFactory, UserFactory
from organisation.models import NumberSeries
from tests.aspirants.staff import TODAY, errors, said, signed_in, text
from tests.same_moment import at_the_same_moment, sentences


def assert_history_agrees(enrolment: Enrolment) -> None:
    """Where the case is and whose it is, is also what its stays and assignments say."""
    enrolment.refresh_from_db()
    (stay,) = UnitStay.objects.filter(enrolment=enrolment, ended_on=None)
    assert stay.jobbtorg == enrolment.jobbtorg
    responsible = list(CoachAssignment.objects.filter(enrolment=enrolment, ended_at=None))
    assert [assignment.coach for assignment in responsible] == ([enrolment.coach] if enrolment.coach else [])


@pytest.mark.parametrize("with_coach", [True, False])
def test_a_case_begins_with_its_number_stay_and_coach(coach, manager, with_coach):
    enrolment = enrol_person(
        actor=manager,
        person=PersonFactory(),
        jobbtorg=coach.jobbtorg,
        enrolled_on=TODAY,
        coach=coach if with_coach else None,
    )
    assert enrolment.case_no == f"{coach.jobbtorg.code}-2026-00001"
    assert_history_agrees(enrolment)
    assert (enrolment.coach is not None) == with_coach
    assert enrolment.stays.get().started_on == TODAY


def test_one_open_case_per_person_in_the_whole_city(coach):
    former = EnrolmentFactory(closed=True)
    facts = {"actor": coach, "person": former.person, "enrolled_on": TODAY}
    again = enrol_person(jobbtorg=coach.jobbtorg, **facts)
    with pytest.raises(OperationRefused, match="redan ett öppet ärende i staden"):
        enrol_person(jobbtorg=JobbtorgFactory(), **facts)
    assert set(Enrolment.objects.filter(person=former.person)) == {former, again}
    # What was refused used up no number.
    assert NumberSeries.objects.get(prefix=coach.jobbtorg.code).last == 1
    assert NumberSeries.objects.count() == 1


def test_the_database_holds_one_open_case_per_person_too(case):
    with pytest.raises(IntegrityError, match="one_open_case_per_person"), transaction.atomic():
        EnrolmentFactory(person=case.person)


def test_nobody_is_enrolled_tomorrow(coach):
    with pytest.raises(OperationRefused) as refused:
        enrol_person(
            actor=coach, person=PersonFactory(), jobbtorg=coach.jobbtorg, enrolled_on=TODAY + timedelta(days=1)
        )
    assert refused.value.field == "enrolled_on"
    assert not NumberSeries.objects.exists()


def test_a_coach_of_another_unit_stops_the_enrolment(coach, stranger):
    with pytest.raises(OperationRefused):
        enrol_person(actor=coach, person=PersonFactory(), jobbtorg=coach.jobbtorg, enrolled_on=TODAY, coach=stranger)
    assert not Enrolment.objects.exists()


def test_a_change_of_coach_is_kept_with_its_reason(coach, manager, case):
    successor = UserFactory(coach=True, jobbtorg=coach.jobbtorg)
    client, path = signed_in(manager), reverse("assign_coach", args=[case.pk])
    assert list(errors(client.submit(path, {"coach": successor.pk, "reason": ""}))) == ["reason"]
    assert_history_agrees(case)
    page = said(client, client.submit(path, {"coach": successor.pk, "reason": "Föräldraledighet"}))
    assert f"{successor} är nu coach i ärendet." in page
    assert_history_agrees(case)
    before, after = case.coach_assignments.order_by("started_at")
    assert (before.coach, before.ended_at) == (coach, timezone.now())
    assert (after.coach, after.reason, after.assigned_by) == (successor, "Föräldraledighet", manager)


def test_a_coach_takes_a_case_that_has_none_and_only_that(coach, as_coach):
    waiting = EnrolmentFactory(jobbtorg=coach.jobbtorg, without_coach=True)
    path = reverse("assign_coach", args=[waiting.pk])
    assert "reason" not in as_coach.get(path).context["form"].fields
    assert as_coach.submit(path, {"coach": coach.pk}).status_code == 302
    assert_history_agrees(waiting)
    colleague = UserFactory(coach=True, jobbtorg=coach.jobbtorg)
    assert "Bara enhetschefen kan byta coach." in said(as_coach, as_coach.get(path))
    waiting.refresh_from_db()
    typed = {"coach": colleague.pk, "reason": "Jag har för många", "seen": shown_coach(waiting).token()}
    refused = errors(as_coach.post(path, typed))
    assert "Bara enhetschefen" in refused["__all__"][0]
    assert_history_agrees(waiting)
    assert waiting.coach == coach


def test_who_can_be_chosen(coach, manager, case, as_manager):
    colleague = UserFactory(coach=True, jobbtorg=coach.jobbtorg)
    impossible = {
        "the same coach": coach,
        "another unit's coach": UserFactory(coach=True),
        "a manager": manager,
        "an inactive coach": UserFactory(coach=True, jobbtorg=coach.jobbtorg, inactive=True),
    }
    path = reverse("assign_coach", args=[case.pk])
    choices = as_manager.get(path).context["form"].fields["coach"].queryset
    assert set(choices) == {colleague}
    for why, user in impossible.items():
        assert list(errors(as_manager.submit(path, {"coach": user.pk, "reason": "Byte"}))) == ["coach"], why
        with pytest.raises(OperationRefused) as refused:
            assign_coach(actor=manager, enrolment=case, seen_coach=shown_coach(case), coach=user, reason="Byte")
        assert refused.value.field == "coach", why
    assert_history_agrees(case)


def test_the_choice_shows_each_coachs_load(as_manager, coach, case):
    colleague = UserFactory(coach=True, jobbtorg=coach.jobbtorg)
    EnrolmentFactory.create_batch(2, coach=colleague)
    EnrolmentFactory(coach=colleague, closed=True)
    other = UserFactory(coach=True, jobbtorg=coach.jobbtorg)
    EnrolmentFactory(coach=other)
    labels = [
        label
        for _, label in as_manager.get(reverse("assign_coach", args=[case.pk])).context["form"].fields["coach"].choices
    ]
    assert f"{colleague} – 2 ärenden" in labels
    assert f"{other} – 1 ärende" in labels


def test_a_closed_case_gets_no_coach(manager, as_manager, coach):
    closed = EnrolmentFactory(coach=coach, closed=True)
    colleague = UserFactory(coach=True, jobbtorg=coach.jobbtorg)
    path = reverse("assign_coach", args=[closed.pk])
    assert "Ärendet är avslutat" in text(as_manager.get(path))
    with pytest.raises(OperationRefused, match="avslutat"):
        assign_coach(actor=manager, enrolment=closed, seen_coach=shown_coach(closed), coach=colleague, reason="Byte")
    assert closed.closed_on == date(2026, 11, 23)


@pytest.mark.django_db(transaction=True)
def test_enrolled_at_two_places_at_once_there_is_one_case(transactional_db):
    person, actor, today = PersonFactory(), UserFactory(manager=True), timezone.localdate()
    answers = at_the_same_moment(
        *(
            partial(enrol_person, actor=actor, person=person, jobbtorg=jobbtorg, enrolled_on=today)
            for jobbtorg in JobbtorgFactory.create_batch(4)
        )
    )
    assert sorted(sentences(answers)) == ["", *["Personen har redan ett öppet ärende i staden."] * 3]
    assert UnitStay.objects.get().enrolment == Enrolment.objects.get()
