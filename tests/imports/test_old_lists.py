"""What field tests met in old lists (FC-60 to FC-66), from the file to the register."""

from __future__ import annotations

import pytest

from aspirants.models import Enrolment, EnrolmentStatus, Person
from aspirants.people.masks import mask_digits
from deadlines.models import ClockStatus, DeadlineClock
from imports.choices import JobKind, JobState, Outcome, Stage, Verdict
from imports.models import ImportRow
from imports.operations import ask_for
from jobplans.choices import FollowUpStatus
from jobplans.models import FollowUp
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from tests.imports.city import City
from tests.imports.end_state import assert_sound, day
from tests.imports.running import as_importer, brought_in, checked, codes, started, verdicts
from tests.imports.small_lists import ASPIRANTS, BJORN, CLOSINGS, END, GOOD, OTHER, REFERRALS, seen, taken, text_of
from tests.roles import as_role


@pytest.mark.parametrize(
    "written", [f"{BJORN} (ny adr)", f"{BJORN} tf", "7904179814,00", "19790417 9814", "790417–9814"]
)
def test_numbers_with_more_than_a_number_are_read_and_masked_fc_60(town: City, written: str) -> None:
    batch = taken(town, ASPIRANTS, GOOD.replace(BJORN, written))
    assert verdicts(batch)[3] == Verdict.NEW
    assert Person.objects.get().identity_no == "197904179814"
    assert "9814" not in mask_digits(written)


@pytest.mark.parametrize(
    ("last", "first"), [("O'Connor", "Sean"), ("O'Neill", "Una"), ("Sambo", "Anna"), ("Lo", "Per"), ("Makan", "Eva")]
)
def test_surnames_that_look_like_words_are_surnames_fc_61(town: City, last: str, first: str) -> None:
    batch = taken(town, ASPIRANTS, GOOD.replace("Lindström;Björn", f"{last};{first}"))
    assert (verdicts(batch)[3], codes(batch, 3)) == (Verdict.NEW, set())
    assert Person.objects.get().last_name == last


@pytest.mark.parametrize(
    ("written", "read", "code"),
    [
        ("YÄ±lmaz", "Yılmaz", "I21"),
        ("WiÅ›niewski", "Wiśniewski", "I21"),
        ("HadÅ¾iÄ‡", "Hadžić", "I21"),
        ("Wi?niewski", "Wi?niewski", "I22"),
    ],
)
def test_names_decoded_twice_are_repaired_and_said_fc_62(town: City, written: str, read: str, code: str) -> None:
    batch = taken(town, ASPIRANTS, GOOD.replace("Lindström", written))
    assert (verdicts(batch)[3], codes(batch, 3)) == (Verdict.NEW, {code})
    assert Person.objects.get().last_name == read


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        (GOOD.replace("Lindström", "Ek"), "NAME"),
        (GOOD.replace("2008-03-19", "2008-05-07").replace("2008-03-28", "2008-05-09"), "PERIOD"),
    ],
)
def test_one_number_with_two_names_or_two_times_is_a_conflict_fc_63(town: City, other: str, kind: str) -> None:
    batch = taken(town, ASPIRANTS, GOOD, other)
    assert set(verdicts(batch).values()) == {Verdict.MANUAL}
    assert [question.kind for question in batch.questions.filter(asked=True)] == [kind]
    assert not Enrolment.objects.exists()


# --- FC-64: an old list never fills today's pages --------------------------------------------------------------------


def nothing_is_open() -> None:
    """Nothing of an old list is among what is to be done today."""
    assert not Enrolment.objects.exclude(status=EnrolmentStatus.CLOSED).exists()
    assert not FollowUp.objects.filter(status=FollowUpStatus.PLANNED).exists()
    assert not DeadlineClock.objects.filter(status=ClockStatus.RUNNING).exists()
    assert not DeadlineClock.objects.filter(historical=False).exists()


def test_an_old_list_writes_nothing_until_it_is_said_what_became_of_its_cases_fc_64(town: City) -> None:
    batch = seen(town, ASPIRANTS, GOOD, OTHER)
    assert set(verdicts(batch).values()) == {Verdict.WAITING}
    with as_role(WEB), acting_for(town.admin):
        job = ask_for(actor=town.admin, batch=batch, kind=JobKind.COMMIT)
    as_importer()
    job.refresh_from_db()
    assert (job.state, job.sentence) == (
        JobState.FAILED,
        "Listan är gammal. Svara först på vad som blev av ärendena.",
    )
    assert (batch.stage, batch.records.count(), Person.objects.exists()) == (Stage.CHECKED, 0, False)


def test_a_row_that_says_its_end_needs_no_answer_fc_64(town: City) -> None:
    taken(town, CLOSINGS, END, outcome=Outcome.ASK)
    assert Enrolment.objects.get().closed_on == day("2009-01-05")
    nothing_is_open()


def test_the_check_says_what_would_be_open_today_fc_64(town: City) -> None:
    batch = taken(town, ASPIRANTS, GOOD, OTHER)
    assert {batch.counts["gains"][name] for name in ("open_cases", "running_clocks", "follow_ups")} == {0}
    nothing_is_open()


@pytest.mark.parametrize("outcome", [Outcome.CLOSED, Outcome.LATER_LIST, Outcome.STILL_OPEN])
def test_no_answer_fills_the_pages_of_today_by_itself_fc_64(town: City, outcome: Outcome) -> None:
    files = {"a.csv": text_of(ASPIRANTS, GOOD, OTHER), "b.csv": text_of(CLOSINGS, END)}
    batch = brought_in(town.admin, started(town.admin, town.units["RS"], files), outcome=outcome)
    assert Enrolment.objects.count() == (2 if outcome == Outcome.CLOSED else 1)
    assert batch.counts["gains"]["open_cases"] == 0
    nothing_is_open()
    assert_sound()


def test_a_list_of_this_month_is_about_today_fc_64(town: City) -> None:
    row = GOOD.replace("2008-03-19", "2026-11-19").replace("2008-03-28", "")
    batch = taken(town, ASPIRANTS, row, as_of="2026-11-20", outcome=Outcome.ASK)
    assert batch.counts["gains"]["open_cases"] == 1
    assert Enrolment.objects.get().is_open


# --- FC-65, FC-66 ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["19.3.2008", "19 mars 2008", "19/3-08", "080319", "39526", "2008-03-19 00:00:00"])
def test_days_as_people_write_them_fc_65(town: City, written: str) -> None:
    batch = taken(town, ASPIRANTS, GOOD.replace("2008-03-19", written))
    assert verdicts(batch)[3] == Verdict.NEW
    assert Enrolment.objects.get().enrolled_on == day("2008-03-19")


def test_a_month_alone_decides_no_case_and_is_said_fc_65(town: City) -> None:
    batch = taken(town, ASPIRANTS, GOOD.replace("2008-03-19", "mar-08"))
    assert (verdicts(batch)[3], codes(batch, 3)) == (Verdict.ERROR, {"I08"})
    [issue] = batch.rows.get(line=3).issues.filter(code="I08")
    assert "Bara månad angiven. Läst som lör 1 mars 2008." in issue.message


@pytest.mark.parametrize(
    ("remark", "hidden"),
    [
        ("söker jobb som sekreterare", False),
        ("ej skyddad", False),
        ("utb. skyddsvakt", False),
        ("sekretess", True),
        ("skyddad", True),
    ],
)
def test_a_secretary_is_not_protected_fc_66(town: City, remark: str, hidden: bool) -> None:
    batch = taken(town, ASPIRANTS, f"{GOOD}{remark}")
    assert batch.rows.get(line=3).protected is hidden
    assert Person.objects.count() == (0 if hidden else 1)


# --- Protected persons -----------------------------------------------------------------------------------------------

MARKED = [
    f"{GOOD}skyddad",
    GOOD.replace("Björn", "Björn SKYDD"),
    GOOD.replace("Lindström;Björn", "***;***"),
    f"{BJORN};Lindström;Björn;AL;Östermalm;2008-03-19;;;;;Sekretess;",
    f"{GOOD};;;;sekr",
    ";Lindström;Björn;AL;Östermalm;2008-03-19;;;;;Pågår;fråga chefen",
]


@pytest.mark.parametrize("row", MARKED)
def test_of_a_protected_row_nothing_is_kept(town: City, row: str) -> None:
    batch = taken(town, ASPIRANTS, row, OTHER)
    stored = batch.rows.get(line=3)
    assert (stored.verdict, stored.protected, stored.cells) == (Verdict.MANUAL, True, "")
    assert "I18" in codes(batch, 3)
    everything = " ".join(ImportRow.objects.values_list("cells", flat=True))
    assert "Öberg" in everything
    assert "Lindström" not in everything
    assert Person.objects.count() == 1


def test_a_mark_in_one_list_protects_the_person_in_all(town: City) -> None:
    files = {
        "a.csv": text_of(ASPIRANTS, GOOD),
        "b.csv": text_of(REFERRALS, f"Östermalm;19{BJORN};***;2008-03-19;;;"),
    }
    batch = checked(town.admin, started(town.admin, town.units["RS"], files))
    persons = batch.rows.filter(is_person=True)
    assert list(persons.values_list("protected", "cells")) == [(True, ""), (True, "")]
