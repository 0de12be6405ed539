"""The verdict on a row comes from comparing it with the other rows and with the register, never from its place."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from aspirants.models import Enrolment, EnrolmentStatus, Person, Protection
from aspirants.operations import enrol_person
from core.encryption import lookup_hash
from core.refusals import OperationRefused
from demo.factories import EarlierNumberFactory
from demo.identities import unknown_day_number
from imports.choices import JobKind, JobState, Outcome, Policy, Verdict
from imports.models import ImportBatch, ImportQuestion
from imports.operations import ask_for, choose_policy
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from organisation.models import User
from tests.imports.city import City
from tests.imports.end_state import assert_sound, day, register_state
from tests.imports.running import as_importer, asked, brought_in, codes, verdicts
from tests.imports.small_lists import (
    ADAM,
    ASPIRANTS,
    BJORN,
    CLOSINGS,
    END,
    EVA,
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
from tests.rollback import undone_afterwards


def only_verdict(batch: ImportBatch) -> str:
    [row] = batch.rows.filter(is_person=True)
    return row.verdict


def live_case(town: City, number: str, enrolled_on: str, closed_on: str = "") -> Enrolment:
    """A case that was opened in the system itself."""
    manager, unit, begun = town.managers["RS"], town.units["RS"], day(enrolled_on)
    with acting_for(manager):
        case = enrol_person(actor=manager, person=registered(number), jobbtorg=unit, enrolled_on=begun)
        if closed_on:
            Enrolment.objects.filter(pk=case.pk).update(status=EnrolmentStatus.CLOSED, closed_on=day(closed_on))
    return case


def test_a_person_whom_nobody_knows_is_new(town: City) -> None:
    assert only_verdict(taken(town, ASPIRANTS, GOOD)) == Verdict.NEW


def test_what_the_register_lacks_is_an_update(town: City) -> None:
    taken(town, ASPIRANTS, f"{BJORN};Lindström;Björn;AL;Östermalm;2008-03-19;;;;;;")
    assert only_verdict(taken(town, ASPIRANTS, GOOD)) == Verdict.UPDATE
    [case] = Enrolment.objects.all()
    assert case.job_plan.versions.count() == 1


def test_what_the_register_has_is_unchanged(town: City) -> None:
    taken(town, ASPIRANTS, GOOD)
    before = register_state()
    again = taken(town, ASPIRANTS, GOOD.replace("Björn", " Björn"))
    assert (only_verdict(again), again.records.count()) == (Verdict.UNCHANGED, 0)
    assert register_state() == before


def test_the_second_of_two_equal_rows_is_skipped(town: City) -> None:
    batch = taken(town, ASPIRANTS, GOOD, GOOD.replace(BJORN, "197904179814"))
    assert verdicts(batch) == {3: Verdict.NEW, 4: Verdict.SKIP}
    assert codes(batch, 4) == {"I13"}


def test_a_second_row_that_says_more_is_no_mere_duplicate(town: City) -> None:
    first = f"{BJORN};Lindström;Björn;AL;Östermalm;2008-03-19;;;;;;"
    assert verdicts(taken(town, ASPIRANTS, first, GOOD)) == {3: Verdict.NEW, 4: Verdict.UPDATE}


def test_a_meeting_without_a_case_waits(town: City) -> None:
    batch = taken(town, MEETINGS, f"{BJORN};;2008-04-02;9.00;coach;ja;AL;")
    assert only_verdict(batch) == Verdict.WAITING
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("row", "code", "verdict"),
    [
        (GOOD.replace("9814", "9815"), "I03", Verdict.ERROR),
        (GOOD.replace("2008-03-19", "19/3-0x"), "I08", Verdict.ERROR),
        (GOOD.replace("2008-03-19", "2008-02-30"), "I09", Verdict.ERROR),
        (GOOD.replace("2008-03-28", "2008-03-18"), "I10", Verdict.ERROR),
        (GOOD.replace("Björn", "Björn o Eva"), "I15", Verdict.MANUAL),
        (f"{BJORN};Lindström;Björn;AL;Östermalm;2008-03-19;;;2008-03-28;;Avslutad;", "I23", Verdict.MANUAL),
        (f"{BJORN};Lindström;Björn;AL;Östermalm;;;;2008-03-28;;;", "I08", Verdict.ERROR),
        (GOOD.replace("Lindström", ""), "I04", Verdict.ERROR),
    ],
)
def test_what_cannot_be_read_for_certain_stays_outside(town: City, row: str, code: str, verdict: str) -> None:
    batch = taken(town, ASPIRANTS, row, OTHER)
    assert verdicts(batch) == {3: verdict, 4: Verdict.NEW}
    assert code in codes(batch, 3)


def test_one_faulty_row_stops_all_where_that_was_chosen(town: City) -> None:
    batch = seen(town, ASPIRANTS, GOOD, OTHER.replace("2008-06-27", "2008-02-30"))
    answered_as_closed(town, batch)
    with as_role(WEB), acting_for(town.admin):
        job = ask_for(actor=town.admin, batch=batch, kind=JobKind.COMMIT)
    as_importer()
    job.refresh_from_db()
    assert (job.state, job.sentence) == (
        JobState.FAILED,
        "Rader är fel. Rätta dem, eller välj att föra in de felfria raderna.",
    )
    assert not Person.objects.exists()


def test_an_import_is_brought_in_once(town: City) -> None:
    batch = taken(town, ASPIRANTS, GOOD)
    with as_role(WEB), acting_for(town.admin), pytest.raises(OperationRefused, match="redan införd"):
        ask_for(actor=town.admin, batch=batch, kind=JobKind.COMMIT)


# --- Persons whom the register knows ---------------------------------------------------------------------------------


def test_a_known_person_without_a_case_gets_one(town: City) -> None:
    person = registered(BJORN, last_name="LINDSTROM")
    assert only_verdict(taken(town, ASPIRANTS, GOOD)) == Verdict.NEW
    assert Enrolment.objects.get().person == person
    person.refresh_from_db()
    assert person.last_name == "LINDSTROM", "nothing of a known person is overwritten"


@pytest.mark.parametrize(("closed_on", "verdict"), [("2008-03-19", Verdict.NEW), ("2008-05-20", Verdict.MANUAL)])
def test_an_earlier_case_must_have_ended_before(town: City, closed_on: str, verdict: str) -> None:
    live_case(town, BJORN, "2008-01-07", closed_on)
    assert only_verdict(taken(town, ASPIRANTS, GOOD)) == verdict
    assert ImportQuestion.objects.filter(kind="PERIOD").exists() == (verdict == Verdict.MANUAL)


def test_an_old_case_stands_beside_one_of_today(town: City) -> None:
    live_case(town, BJORN, "2026-03-02")
    batch = taken(town, ASPIRANTS, GOOD)
    assert only_verdict(batch) == Verdict.NEW
    old, today = Enrolment.objects.order_by("enrolled_on")
    assert (old.closed_on, today.closed_on) == (day("2008-07-01"), None)


def test_a_case_that_is_worked_in_is_never_changed_by_a_list(town: City) -> None:
    case = live_case(town, BJORN, "2008-03-17", "2008-12-01")
    before = register_state()
    batch = taken(town, ASPIRANTS, GOOD)
    assert (only_verdict(batch), batch.records.count(), register_state()) == (Verdict.UNCHANGED, 0, before)
    assert only_verdict(taken(town, CLOSINGS, END)) == Verdict.UNCHANGED
    case.refresh_from_db()
    assert (case.closed_on, case.enrolled_on) == (day("2008-12-01"), day("2008-03-17"))


def test_an_open_case_is_never_closed_by_a_list(town: City) -> None:
    row = GOOD.replace("2008", "2026")
    taken(town, ASPIRANTS, row, as_of="2026-11-20", outcome=Outcome.ASK)
    end = f"{BJORN};Lindström Björn;2026-03-19;2026-11-02;fått jobb;A;AL"
    batch = taken(town, CLOSINGS, end, as_of="2026-11-20")
    assert (only_verdict(batch), codes(batch, 3)) == (Verdict.MANUAL, {"I14"})
    assert Enrolment.objects.get().is_open


def test_nobody_gets_a_second_open_case(town: City) -> None:
    live_case(town, BJORN, "2026-10-01")
    row = GOOD.replace("2008-03-19", "2026-11-19").replace("2008-03-28", "")
    batch = taken(town, ASPIRANTS, row, as_of="2026-11-20", outcome=Outcome.ASK)
    assert only_verdict(batch) == Verdict.MANUAL
    assert Enrolment.objects.count() == 1


def test_a_case_opened_between_check_and_commit_counts(town: City) -> None:
    batch = seen(town, ASPIRANTS, GOOD, OTHER)
    assert verdicts(batch)[3] == Verdict.WAITING
    with as_role(WEB), acting_for(town.admin):
        choose_policy(actor=town.admin, batch=batch, policy=Policy.GOOD_ROWS)
    answered_as_closed(town, batch)
    live_case(town, BJORN, "2008-02-11", "2008-09-01")
    asked(town.admin, batch, JobKind.COMMIT)
    assert verdicts(batch) == {3: Verdict.MANUAL, 4: Verdict.NEW}
    assert "I14" in codes(batch, 3)
    assert_sound()


def test_protection_given_after_the_check_is_respected(town: City) -> None:
    batch = seen(town, ASPIRANTS, GOOD)
    Person.objects.filter(pk=registered(BJORN).pk).update(protection=Protection.SEKRETESSMARKERING)
    brought_in(town.admin, batch)
    row = batch.rows.get(is_person=True)
    assert (row.verdict, row.protected, row.cells, codes(batch, 3)) == (Verdict.MANUAL, True, "", {"I18"})
    assert not Enrolment.objects.exists()


def test_a_row_with_the_number_of_before_is_about_the_same_person_fc_03(town: City) -> None:
    person = registered("850923-9805")
    number = "197904179814"
    EarlierNumberFactory(person=person, identity_no=number, identity_hash=lookup_hash(number))
    taken(town, ASPIRANTS, GOOD)
    assert Enrolment.objects.get().person == person
    assert Person.objects.count() == 1


def test_a_row_with_an_unknown_day_of_birth_is_let_in_fc_04(town: City) -> None:
    number = unknown_day_number(9)
    batch = taken(town, ASPIRANTS, GOOD.replace(BJORN, f"{number[2:8]}-{number[8:]}."))
    assert codes(batch, 3) == {"I06"}
    person = Enrolment.objects.get().person
    assert (person.identity_no, person.birth_date, person.birth_year) == (number, None, int(number[:4]))


def test_a_row_about_somebody_dead_is_left_to_a_person_fc_05(town: City) -> None:
    Person.objects.filter(pk=registered(BJORN).pk).update(deceased_on=day("2026-11-20"))
    batch = taken(town, ASPIRANTS, GOOD)
    assert (only_verdict(batch), codes(batch, 3)) == (Verdict.MANUAL, {"I14"})


def test_a_coach_who_has_left_is_remembered_but_not_responsible(town: City) -> None:
    User.objects.filter(signature="AL", jobbtorg=town.units["RS"]).update(is_active=False)
    taken(town, ASPIRANTS, GOOD)
    case = Enrolment.objects.get()
    assert case.coach is None
    assert case.coach_assignments.get().ended_at is not None
    assert only_verdict(taken(town, ASPIRANTS, GOOD.replace("Björn", "Björn "))) == Verdict.UNCHANGED


# --- The order of rows -----------------------------------------------------------------------------------------------

CONFLICTS = {
    ASPIRANTS: [
        GOOD,
        GOOD.replace("2008-03-28", "2008-03-27"),
        GOOD.replace("Lindström", "Lindstrom"),
        f"{EVA};Ström;Eva;AL;Östermalm;2008-02-04;2008-02-06;;;;;",
        f"{EVA};Berg;Eva;MB;Norrmalm;2008-02-04;2008-02-06;;;;;",
        f"{ADAM};Ström;Adam;AL;Östermalm;2008-01-07;;;;;;",
        f"{ADAM};Ström;Adam;MB;Östermalm;2008-02-25;;;;;;",
        OTHER,
        OTHER.replace("AL", "MB"),
    ],
    REFERRALS: [
        f"Östermalm;{BJORN};Lindström, Björn;2008-03-19;2008-03-26;ja;AL",
        f"Östermalm;{BJORN};Lindström, Björn;2008-03-19;2008-03-26;nej;AL",
        f"Norrmalm;{EVA};Ström, Eva;2008-02-04;2008-02-06;ja;MB",
        f"Norrmalm;{EVA};Ström, Eva;2008-02-06;2008-02-06;;PL",
    ],
    CLOSINGS: [
        END,
        END.replace("fått jobb;A", "komvux;S"),
        f"{EVA};Ström Eva;2008-02-04;2008-09-01;avslutad;;AL",
        f"{EVA};Ström Eva;2008-02-04;2008-09-01;gick till rymden;;AL",
        f"{EVA};Ström Eva;2008-02-04;2008-09-01;sjuk;;MB",
        f"{ADAM};Ström Adam;2008-02-25;2008-05-01;jobb;;AL",
        f"{ADAM};Ström Adam;2008-02-25;2008-05-03;jobb;;AL",
    ],
}


def outcome_of(town: City, header: str, rows: list[str]) -> tuple[object, ...]:
    """What comes of a list, whatever the order of its rows: the register, the questions, what each row gives."""
    with undone_afterwards():
        batch = taken(town, header, *rows)
        lines = verdicts(batch)
        outside = Counter(
            (row, lines[3 + place])
            for place, row in enumerate(rows)
            if lines[3 + place] in (Verdict.MANUAL, Verdict.ERROR, Verdict.WAITING)
        )
        questions = sorted(ImportQuestion.objects.values_list("kind", "key"))
        options = sorted(str(question.options) for question in ImportQuestion.objects.order_by("pk"))
        return register_state(), outside, questions, options


@pytest.mark.parametrize("header", CONFLICTS, ids=["aspirants", "referrals", "closings"])
def test_the_order_of_rows_decides_nothing(town: City, header: str) -> None:
    expected = outcome_of(town, header, CONFLICTS[header])
    assert expected[2], "something is asked"

    @settings(
        max_examples=4,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(rows=st.permutations(CONFLICTS[header]))
    def shuffled(rows: list[str]) -> None:
        assert outcome_of(town, header, rows) == expected

    shuffled()
