"""What lists cannot decide is asked of the unit's manager: once, side by side, and each answer leads where it says."""

from __future__ import annotations

import datetime
import json

import pytest
import time_machine

from aspirants.models import Enrolment, Person, Protection
from core.refusals import OperationRefused
from imports.choices import JobKind, JobState, Outcome, QuestionKind, Stage, Verdict
from imports.committing import NO_ANSWER
from imports.left_out import left_out_rows
from imports.models import ImportBatch, ImportQuestion
from imports.operations import answer_question, ask_for, choose_outcome, correct_cell
from measures.left_out import LeftOut
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from tests.imports.city import NOW, City, answered
from tests.imports.end_state import assert_sound, day, register_state
from tests.imports.running import as_importer, brought_in, checked, verdicts
from tests.imports.small_lists import (
    ADAM,
    ASPIRANTS,
    BJORN,
    CLOSINGS,
    END,
    GOOD,
    MEETINGS,
    OTHER,
    REFERRALS,
    answered_as_closed,
    registered,
    seen,
    taken,
)
from tests.roles import as_role
from tests.visits import signed_in

OTHER_NAME = GOOD.replace("Lindström", "Ek")
SEVEN_WEEKS_LATER = GOOD.replace("2008-03-19", "2008-05-07").replace("2008-03-28", "2008-05-09")
OTHER_PLAN = GOOD.replace("2008-03-28", "2008-03-27")
WHO = [["Namn", "Björn Lindström"], ["Personnummer", "19790417-••••"]]
OTHER_LETTER = END.replace(";A;", ";S;")


def only_question(batch: ImportBatch) -> ImportQuestion:
    [question] = ImportQuestion.objects.filter(batch=batch, asked=True)
    return question


def option(question: ImportQuestion, text: str) -> str:
    """The value of the one option whose words contain the text."""
    [value] = [value for value, label in question.options if text in label]
    return str(value)


# Kind, header, rows, words of the option, what then comes of the rows, first days of the cases.
ANSWERS: list[tuple[QuestionKind, str, list[str], str, list[str], list[str]]] = [
    (QuestionKind.NAME, ASPIRANTS, [GOOD, OTHER_NAME], "Björn Ek", ["NEW", "SKIP"], ["2008-03-19"]),
    (QuestionKind.NAME, ASPIRANTS, [GOOD, OTHER_NAME], "Lämna", ["MANUAL", "MANUAL"], []),
    (
        QuestionKind.PERIOD,
        ASPIRANTS,
        [GOOD, SEVEN_WEEKS_LATER],
        "Två ärenden",
        ["NEW", "NEW"],
        ["2008-03-19", "2008-05-07"],
    ),
    (QuestionKind.PERIOD, ASPIRANTS, [GOOD, SEVEN_WEEKS_LATER], "Lämna", ["NEW", "MANUAL"], ["2008-03-19"]),
    (
        QuestionKind.PERIOD,
        ASPIRANTS,
        [GOOD, SEVEN_WEEKS_LATER.replace("2008-05-09", "")],
        "Ett ärende",
        ["NEW", "SKIP"],
        ["2008-03-19"],
    ),
    (QuestionKind.FACTS, ASPIRANTS, [GOOD, OTHER_PLAN], "27 mars", ["NEW", "SKIP"], ["2008-03-19"]),
    (QuestionKind.FACTS, ASPIRANTS, [GOOD, OTHER_PLAN], "Lämna", ["MANUAL", "MANUAL"], []),
    (QuestionKind.REASON, CLOSINGS, [OTHER_LETTER], "Texten gäller", ["NEW"], ["2008-03-19"]),
    (QuestionKind.REASON, CLOSINGS, [OTHER_LETTER], "A/S/Ö gäller", ["NEW"], ["2008-03-19"]),
    (QuestionKind.REASON, CLOSINGS, [OTHER_LETTER], "Lämna", ["MANUAL"], []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "header", "rows", "words", "then", "begun"),
    ANSWERS,
    ids=[f"{kind.value} {words}" for kind, _, _, words, _, _ in ANSWERS],
)
def test_each_answer_leads_where_it_says(
    town: City, kind: QuestionKind, header: str, rows: list[str], words: str, then: list[str], begun: list[str]
) -> None:
    batch = seen(town, header, *rows)
    question = only_question(batch)
    assert question.kind == kind
    assert set(batch.rows.filter(is_person=True).values_list("verdict", flat=True)) == {Verdict.MANUAL}
    assert only_question(checked(town.admin, batch)) == question, "asked once, with one key"
    answered(town, question, option(question, words))
    brought_in(town.admin, batch)
    assert list(verdicts(batch).values()) == then
    days = Enrolment.objects.order_by("enrolled_on").values_list("enrolled_on", flat=True)
    assert [str(begun_on) for begun_on in days] == begun
    assert_sound()


def test_the_sides_are_told_with_where_they_stand(town: City) -> None:
    question = only_question(seen(town, ASPIRANTS, GOOD, OTHER_PLAN))
    sides = json.loads(question.sides)
    assert [side["source"] for side in sides] == ["lista.csv, rad 4", "lista.csv, rad 3"]
    assert [side["facts"] for side in sides] == [
        [*WHO, ["Godkänd jobbplan", "tor 27 mars 2008"]],
        [*WHO, ["Godkänd jobbplan", "fre 28 mars 2008"]],
    ]


def test_the_answer_decides_what_is_written(town: City) -> None:
    for words, plan in (("27 mars", "2008-03-27"), ("28 mars", "2008-03-28")):
        number = BJORN if "27" in words else ADAM
        batch = seen(town, ASPIRANTS, GOOD.replace(BJORN, number), OTHER_PLAN.replace(BJORN, number), name=words)
        answered(town, only_question(batch), option(only_question(batch), words))
        brought_in(town.admin, batch)
        assert any(person[3][0]["plans"] == [plan] for person in register_state().values())


def test_the_letter_decides_the_reason_where_the_manager_says_so(town: City) -> None:
    batch = seen(town, CLOSINGS, OTHER_LETTER)
    answered(town, only_question(batch), "LETTER")
    brought_in(town.admin, batch)
    [person] = register_state().values()
    assert person[3][0]["closing"] == [(29, "fått jobb")]


def test_a_name_in_the_register_is_never_changed_by_a_list(town: City) -> None:
    person = registered(BJORN, last_name="Ek")
    batch = seen(town, ASPIRANTS, GOOD)
    question = only_question(batch)
    assert (question.kind, question.person_id) == (QuestionKind.NAME, person.pk)
    told = question.sides + str(question.options)
    assert "Ek" not in told, "who has no case at the jobbtorg is not named to its manager"
    assert "finns i registret vid ett annat jobbtorg" in told
    answered(town, question, option(question, "Samma person"))
    brought_in(town.admin, batch)
    person.refresh_from_db()
    assert (person.last_name, Enrolment.objects.get().person) == ("Ek", person)


def test_who_has_a_case_at_another_jobbtorg_is_not_named(town: City) -> None:
    taken(town, ASPIRANTS, OTHER_NAME, unit="HV")
    question = only_question(seen(town, CLOSINGS, END))
    assert "Ek" not in question.sides + str(question.options)


def test_the_registers_name_is_in_no_later_question_either(town: City) -> None:
    registered(BJORN, last_name="Ek")
    batch = seen(town, ASPIRANTS, GOOD)
    answered(town, only_question(batch), "0")
    with as_role(WEB), acting_for(town.admin):
        choose_outcome(actor=town.admin, batch=batch, outcome=Outcome.STILL_OPEN)
    checked(town.admin, batch)
    question = batch.questions.get(kind=QuestionKind.STILL_OPEN)
    assert json.loads(question.sides)[0]["facts"][:2] == WHO


def test_who_has_had_a_case_at_the_jobbtorg_is_named(town: City) -> None:
    taken(town, ASPIRANTS, OTHER_NAME)
    question = only_question(seen(town, CLOSINGS, END))
    assert [label for _, label in question.options] == ["Samma person: Björn Ek", "Lämna raderna utanför"]


def test_what_the_register_has_stays_or_the_row_stays_outside(town: City) -> None:
    taken(town, ASPIRANTS, GOOD)
    before = register_state()
    for answer, verdict in (("KEEP", Verdict.UNCHANGED), ("LEAVE", Verdict.MANUAL)):
        batch = seen(town, ASPIRANTS, OTHER_PLAN, as_of="2008-06-29", name=f"{answer}.csv")
        question = only_question(batch)
        assert {value for value, _ in question.options} == {"KEEP", "LEAVE"}
        answered(town, question, answer)
        brought_in(town.admin, batch, outcome_on=day("2008-07-01"))
        assert verdicts(batch)[3] == verdict
        assert register_state() == before
        ImportBatch.objects.filter(pk=batch.pk).update(stage=Stage.UNDONE)
        batch.files.update(released=True)


def test_a_row_without_a_number_may_be_somebody_known(town: City) -> None:
    taken(town, ASPIRANTS, GOOD)
    person = Person.objects.get()
    batch = seen(town, CLOSINGS, END.replace(BJORN, "19790417"))
    question = only_question(batch)
    assert (question.kind, question.person_id) == (QuestionKind.LIKENESS, person.pk)
    assert json.loads(question.sides)[0]["facts"] == [WHO[0], ["Född", "tis 17 apr 1979"]]
    answered(town, question, str(person.pk))
    brought_in(town.admin, batch)
    assert verdicts(batch)[3] == Verdict.UPDATE
    assert Enrolment.objects.get().person == person
    assert_sound()


@pytest.mark.parametrize("unit", [None, "HV"])
def test_nobody_is_offered_somebody_without_a_case_there(town: City, unit: str | None) -> None:
    if unit is None:
        registered(BJORN)
    else:
        taken(town, ASPIRANTS, GOOD, unit=unit)
    batch = seen(town, CLOSINGS, END.replace(BJORN, "19790417"))
    assert not ImportQuestion.objects.filter(batch=batch).exists()
    assert verdicts(batch)[3] == Verdict.ERROR


def test_nobody_is_offered_somebody_protected(town: City) -> None:
    taken(town, ASPIRANTS, GOOD)
    Person.objects.update(protection=Protection.SEKRETESSMARKERING)
    batch = seen(town, CLOSINGS, END.replace(BJORN, "19790417"))
    assert not ImportQuestion.objects.exists()
    assert verdicts(batch)[3] == Verdict.ERROR


def test_a_row_left_out_before_is_asked_about_when_the_person_comes_again(town: City) -> None:
    taken(town, ASPIRANTS, GOOD.replace("2008-03-19", "2008-02-30"))
    batch = seen(town, CLOSINGS, END)
    question = only_question(batch)
    assert question.kind == QuestionKind.EARLIER_ROW
    for answer, verdict in (("LEAVE", Verdict.MANUAL), ("TAKE", Verdict.NEW)):
        answered(town, question, answer)
        checked(town.admin, batch)
        assert verdicts(batch)[3] == verdict, "the latest answer counts"


def test_rows_corrected_and_handed_in_again_are_no_conflict_with_themselves(town: City) -> None:
    first = taken(town, ASPIRANTS, GOOD.replace("2008-03-19", "2008-02-30"))
    second = seen(town, ASPIRANTS, GOOD, name="rättade rader.csv")
    ImportBatch.objects.filter(pk=second.pk).update(follows=first)
    second.refresh_from_db()
    brought_in(town.admin, second)
    assert verdicts(second)[3] == Verdict.NEW
    assert not ImportQuestion.objects.filter(asked=True).exists()


@pytest.mark.parametrize(
    ("answer", "verdict", "open_cases"),
    [("OPEN", Verdict.NEW, 1), ("CLOSED", Verdict.NEW, 0), ("LEAVE", Verdict.MANUAL, 0), (None, Verdict.MANUAL, 0)],
)
def test_each_case_said_to_go_on_is_checked_by_the_manager(
    town: City, answer: str | None, verdict: str, open_cases: int
) -> None:
    batch = seen(town, ASPIRANTS, GOOD)
    with as_role(WEB), acting_for(town.admin):
        choose_outcome(actor=town.admin, batch=batch, outcome=Outcome.STILL_OPEN)
    checked(town.admin, batch)
    question = only_question(batch)
    assert question.kind == QuestionKind.STILL_OPEN
    assert json.loads(question.sides)[0]["facts"][:2] == WHO
    if answer:
        answered(town, question, answer)
    brought_in(town.admin, batch, outcome=Outcome.STILL_OPEN)
    assert verdicts(batch)[3] == verdict
    assert Enrolment.objects.filter(closed_on=None).count() == open_cases
    assert_sound()


def test_lists_that_say_otherwise_whether_somebody_came(town: City) -> None:
    rows = [f"Östermalm;{BJORN};Lindström, Björn;2008-03-19;2008-03-26;{came};AL" for came in ("ja", "nej")]
    batch = seen(town, REFERRALS, *rows)
    question = only_question(batch)
    assert question.kind == QuestionKind.FACTS
    answered(town, question, option(question, "Uteblev"))
    brought_in(town.admin, batch)
    [person] = register_state().values()
    assert person[3][0]["group"] == [("2008-03-26", "NO_SHOW")]


def test_meetings_that_lists_tell_otherwise(town: City) -> None:
    taken(town, ASPIRANTS, GOOD)
    rows = [f"{BJORN};;2008-04-02;9.00;coach;{came};AL;" for came in ("ja", "nej")]
    batch = seen(town, MEETINGS, *rows)
    assert only_question(batch).kind == QuestionKind.FACTS


# --- Who answers, and when it counts ---------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["HV", "admin"])
def test_only_the_manager_of_the_unit_answers(town: City, who: str) -> None:
    question = only_question(seen(town, ASPIRANTS, GOOD, OTHER_PLAN))
    actor = town.admin if who == "admin" else town.managers[who]
    with as_role(WEB), acting_for(actor), pytest.raises(OperationRefused, match="Bara enhetschefen"):
        answer_question(actor=actor, question=question, choice="0")
    assert not question.answers.exists()


@pytest.mark.parametrize("row", [END.replace(BJORN, "19790417"), END], ids=["likeness", "name"])
def test_an_answer_can_be_changed_after_it_was_checked(town: City, row: str) -> None:
    taken(town, ASPIRANTS, GOOD if BJORN not in row else OTHER_NAME)
    before, person = register_state(), Person.objects.get()
    question = only_question(batch := seen(town, CLOSINGS, row))
    answered(town, question, str(person.pk) if BJORN not in row else "0")
    assert only_question(checked(town.admin, batch)) == question, "it is solved, and stands"
    answered(town, question, "LEAVE")
    brought_in(town.admin, batch)
    assert verdicts(batch)[3] in (Verdict.MANUAL, Verdict.ERROR)
    assert register_state() == before


def test_a_question_about_what_no_longer_stands_in_the_lists_is_taken_back(town: City) -> None:
    batch = seen(town, ASPIRANTS, GOOD, OTHER_PLAN)
    answered(town, only_question(batch), "0")
    row = batch.rows.get(line=4)
    with as_role(WEB), acting_for(town.admin):
        correct_cell(actor=town.admin, row=row, column=8, text="2008-03-28")
    checked(town.admin, batch)
    assert not ImportQuestion.objects.filter(asked=True).exists()


def test_another_units_manager_does_not_even_see_the_question(town: City) -> None:
    question = only_question(seen(town, ASPIRANTS, GOOD, OTHER_PLAN))
    for unit, sees in (("RS", 1), ("HV", 0)):
        with as_role(WEB), acting_for(town.managers[unit]):
            assert ImportQuestion.objects.filter(pk=question.pk).count() == sees


def test_an_answer_that_is_none_of_the_options_is_refused(town: City) -> None:
    question, manager = only_question(seen(town, ASPIRANTS, GOOD, OTHER_PLAN)), town.managers["RS"]
    with as_role(WEB), acting_for(manager), pytest.raises(OperationRefused, match="Välj ett av svaren"):
        answer_question(actor=manager, question=question, choice="OTHER")


def test_what_was_answered_since_the_check_has_to_be_checked(town: City) -> None:
    batch = seen(town, ASPIRANTS, GOOD, OTHER_PLAN, OTHER)
    answered_as_closed(town, batch)
    with time_machine.travel(NOW + datetime.timedelta(minutes=1), tick=False):
        answered(town, only_question(batch), "0")
    with time_machine.travel(NOW + datetime.timedelta(minutes=2), tick=False):
        with as_role(WEB), acting_for(town.admin):
            job = ask_for(actor=town.admin, batch=batch, kind=JobKind.COMMIT)
        as_importer()
        job.refresh_from_db()
        assert (job.state, job.sentence) == (
            JobState.FAILED,
            "Något har ändrats sedan kontrollen. Kontrollera importen igen.",
        )
        assert not Person.objects.exists()
        brought_in(town.admin, batch)
    assert_sound()


def test_rows_without_an_answer_are_said_to_be_left_out_before_and_after(town: City) -> None:
    page = signed_in(town.admin)
    batch = seen(town, ASPIRANTS, GOOD, OTHER)
    with as_role(WEB), acting_for(town.admin):
        choose_outcome(actor=town.admin, batch=batch, outcome=Outcome.STILL_OPEN)
    checked(town.admin, batch)
    batch.questions.filter(asked=True).last().answers.create(choice="CLOSED", answered_by=town.managers["RS"])
    checked(town.admin, batch)
    before = page.get(f"/import/{batch.pk}/for-in").text
    assert "1 rad lämnas utanför, eftersom enhetschefen inte har svarat." in before
    assert page.get(f"/import/{batch.pk}/kontroll").context["waiting"] == [(town.units["RS"].name, 2, 1)]
    brought_in(town.admin, batch, outcome=Outcome.STILL_OPEN)
    assert sorted(verdicts(batch).values()) == [Verdict.MANUAL, Verdict.NEW]
    after = page.get(f"/import/{batch.pk}/").text
    assert "1 rad lämnades utanför, eftersom enhetschefen inte hade svarat." in after
    assert "Felrader.xlsx" in after
    assert "Väntar på svar" not in after
    [row] = batch.rows.filter(verdict=Verdict.MANUAL)
    assert list(row.issues.filter(severity="ERROR").values_list("message", flat=True)) == [NO_ANSWER]
    with as_role(WEB), acting_for(town.managers["RS"]):
        assert left_out_rows(day("2008-01-01"), day("2008-12-31"), [town.units["RS"].pk]) == LeftOut(0, 1)


def test_unanswered_questions_keep_their_rows_outside_and_no_others(town: City) -> None:
    batch = taken(town, ASPIRANTS, GOOD, OTHER_PLAN, OTHER)
    assert verdicts(batch) == {3: Verdict.MANUAL, 4: Verdict.MANUAL, 5: Verdict.NEW}
