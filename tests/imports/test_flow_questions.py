"""What the manager of a jobbtorg is asked about imported lists, and nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from aspirants.models import Person, Protection
from audit.models import AccessEvent
from demo.factories import EnrolmentFactory
from imports.choices import QuestionKind, Stage
from imports.models import ImportAnswer, ImportBatch, ImportQuestion
from organisation.models import Jobbtorg, Role, User
from tests.stored_imports import add_question, stored_import
from tests.visits import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/importfragor"


@pytest.fixture
def batch(admin: User, rosenlund: Jobbtorg) -> ImportBatch:
    return stored_import(admin, rosenlund)


@pytest.fixture
def manager(rosenlund: Jobbtorg) -> User:
    return User.objects.create_user(
        "chef@example.se", first_name="Eva", last_name="Chef", role=Role.MANAGER, jobbtorg=rosenlund
    )


@pytest.fixture
def chef(manager: User) -> Client:
    return signed_in(manager)


@pytest.fixture
def question(batch: ImportBatch, rosenlund: Jobbtorg) -> ImportQuestion:
    return add_question(batch, rosenlund, "Kvistlund")


def choices(question: ImportQuestion) -> list[str]:
    return list(ImportAnswer.objects.filter(question=question).order_by("pk").values_list("choice", flat=True))


def test_both_sides_are_shown_with_where_they_stand(chef: Client, question: ImportQuestion) -> None:
    page = chef.get(PAGE).text
    assert all(text in page for text in ("lista.csv, rad 2", "Kvistlund", "Registret", "Ek", "Listan gäller"))
    assert AccessEvent.objects.latest("pk").subject == "Importfrågor"


def test_an_answer_is_kept_and_can_be_another(chef: Client, manager: User, question: ImportQuestion) -> None:
    page = chef.post(PAGE, {f"svar-{question.pk}": "list"}, follow=True)
    assert "1 svar är sparat." in page.text
    assert "av Eva Chef" in page.text
    chef.post(PAGE, {f"svar-{question.pk}": "list"})
    assert choices(question) == ["list"], "the same answer is none"
    chef.post(PAGE, {f"svar-{question.pk}": "register"})
    assert choices(question) == ["list", "register"]
    assert ImportAnswer.objects.latest("pk").answered_by == manager


def test_an_answer_that_is_none_is_refused(chef: Client, question: ImportQuestion) -> None:
    page = chef.post(PAGE, {f"svar-{question.pk}": "kanske"})
    assert page.status_code == 422
    assert "Välj ett av svaren." in page.text
    assert choices(question) == []


def test_an_answer_has_to_be_checked(
    chef: Client, admin_client: Client, batch: ImportBatch, question: ImportQuestion
) -> None:
    ImportBatch.objects.update(checked_at=batch.started_at)
    address = f"/import/{batch.pk}/kontroll"
    assert admin_client.get(address).context["waiting"] == [("Jobbtorg Rosenlundsgatan", 1, 1)]
    ImportAnswer.objects.all().delete()
    ImportBatch.objects.update(checked_at="2026-11-22T08:00Z", changed_at="2026-11-22T08:00Z")
    assert not admin_client.get(address).context["readiness"].is_stale
    chef.post(PAGE, {f"svar-{question.pk}": "list"})
    page = admin_client.get(address)
    assert page.context["readiness"].is_stale
    assert page.context["waiting"] == [("Jobbtorg Rosenlundsgatan", 1, 0)]


def test_many_cases_are_answered_at_once(chef: Client, batch: ImportBatch, rosenlund: Jobbtorg) -> None:
    cases = [add_question(batch, rosenlund, f"Kvist{number}", QuestionKind.STILL_OPEN) for number in range(3)]
    conflict = add_question(batch, rosenlund, "Kvistlund")
    chef.post(PAGE, {"alla": "CLOSED"})
    assert [choices(case) for case in cases] == [["CLOSED"]] * 3
    assert choices(conflict) == []
    chef.post(PAGE, {f"svar-{cases[1].pk}": "OPEN"})
    assert choices(cases[1]) == ["CLOSED", "OPEN"]


def test_a_manager_elsewhere_is_asked_nothing(question: ImportQuestion, rosenlund: Jobbtorg) -> None:
    farsta = Jobbtorg.objects.create(code="FA", name="Jobbtorg Farsta", valid_from=rosenlund.valid_from)
    other = signed_in(User.objects.create_user("annan@example.se", role=Role.MANAGER, jobbtorg=farsta))
    assert "Inget väntar på svar." in other.get(PAGE).text
    other.post(PAGE, {f"svar-{question.pk}": "list"})
    assert choices(question) == []


@pytest.mark.parametrize("role", [Role.COACH, Role.ADMIN])
def test_nobody_but_managers_answers(question: ImportQuestion, rosenlund: Jobbtorg, role: Role) -> None:
    jobbtorg = rosenlund if role == Role.COACH else None
    visitor = signed_in(User.objects.create_user("nagon@example.se", role=role, jobbtorg=jobbtorg))
    assert visitor.get(PAGE).status_code == 403
    assert visitor.post(PAGE, {f"svar-{question.pk}": "list"}).status_code == 403


def test_a_protected_person_is_asked_about_with_nobody(
    chef: Client, question: ImportQuestion, rosenlund: Jobbtorg
) -> None:
    person = EnrolmentFactory(jobbtorg=rosenlund).person
    ImportQuestion.objects.update(person_id=person.pk)
    assert "Kvistlund" in chef.get(PAGE).text
    Person.objects.filter(pk=person.pk).update(protection=Protection.SEKRETESSMARKERING)
    page = chef.get(PAGE)
    assert "Kvistlund" not in page.text
    assert menu(page) == []
    chef.post(PAGE, {f"svar-{question.pk}": "list"})
    assert choices(question) == []


@pytest.mark.parametrize("stage", [Stage.COMMITTED, Stage.UNDONE, Stage.DISCARDED])
def test_what_has_been_brought_in_is_asked_no_more(
    chef: Client, question: ImportQuestion, stage: Stage, admin: User
) -> None:
    ImportBatch.objects.update(stage=stage, committed_at="2026-11-23T08:00Z", committed_by=admin)
    assert "Inget väntar på svar." in chef.get(PAGE).text
    chef.post(PAGE, {f"svar-{question.pk}": "list"})
    assert choices(question) == []


def test_an_answer_that_comes_too_late_is_told_of_and_kept_in_sight(
    chef: Client, question: ImportQuestion, admin: User
) -> None:
    chef.get(PAGE)
    ImportBatch.objects.update(stage=Stage.COMMITTED, committed_at="2026-11-23T08:00Z", committed_by=admin)
    page = chef.post(PAGE, {f"svar-{question.pk}": "list"})
    assert page.status_code == 422
    assert "Importen är redan införd. Svaret togs inte emot." in page.text
    assert "Kvistlund" in page.text
    assert "Du svarade: Listan gäller" in page.text
    assert choices(question) == []
    assert "Importen är redan införd" in chef.post(PAGE, {"alla": "CLOSED"}).text


def test_only_the_late_answer_of_several_is_not_taken(
    chef: Client, question: ImportQuestion, admin: User, rosenlund: Jobbtorg
) -> None:
    other = add_question(stored_import(admin, rosenlund, name="annan.csv"), rosenlund, "Kvistborg")
    ImportBatch.objects.filter(pk=question.batch_id).update(
        stage=Stage.COMMITTED, committed_at="2026-11-23T08:00Z", committed_by=admin
    )
    page = chef.post(PAGE, {f"svar-{question.pk}": "list", f"svar-{other.pk}": "register"})
    assert "Svaret togs inte emot." in page.text
    assert choices(question) == []
    assert choices(other) == ["register"]


def test_a_question_that_was_taken_back_says_so(chef: Client, question: ImportQuestion) -> None:
    ImportQuestion.objects.update(asked=False)
    assert "Frågan gäller inte längre. Svaret togs inte emot." in chef.post(PAGE, {f"svar-{question.pk}": "list"}).text


def test_one_answer_for_all_promises_no_day_that_is_anothers(
    chef: Client, batch: ImportBatch, rosenlund: Jobbtorg
) -> None:
    cases = [add_question(batch, rosenlund, f"Kvist{number}", QuestionKind.STILL_OPEN) for number in range(3)]
    assert chef.get(PAGE).context["for_all"] == [("OPEN", "Pågår"), ("CLOSED", "Avslutat")]
    ImportQuestion.objects.filter(pk=cases[1].pk).update(options=[["CLOSED", "Räknas som avslutat tor 1 jan 2009"]])
    page = chef.get(PAGE)
    assert page.context["for_all"] == [("CLOSED", "Avslutat, på den dag som står vid var och en")]
    assert "Alla 3: Avslutat, på den dag som står vid var och en" in page.text


def menu(page: Any) -> list[str]:
    """What stands at the place in the menu: how many wait, "" where all are answered; empty where it has no place."""
    return [entry.badge for entry in page.context["shell"].navigation if entry.url == PAGE]


def test_the_menu_has_the_place_while_an_answer_can_be_changed(chef: Client, question: ImportQuestion) -> None:
    assert menu(chef.get("/hjalp")) == ["1"]
    chef.post(PAGE, {f"svar-{question.pk}": "list"})
    assert menu(chef.get("/hjalp")) == [""]
    ImportBatch.objects.update(stage=Stage.DISCARDED)
    assert menu(chef.get("/hjalp")) == []
    assert PAGE in chef.get("/hjalp").text, "the help leads there always"
