"""What a list says about the end of a case: the reason, its text, death, transfers, and what becomes of clocks."""

from __future__ import annotations

import pytest

from aspirants.models import Closure, ClosureStatus, Enrolment, Person
from core.history.tracking import changes_of
from deadlines.models import ClockKind, ClockStatus, DeadlineClock
from imports.choices import Outcome, Verdict
from imports.models import ImportedRecord
from jobplans.models import FollowUp
from tests.imports.city import City
from tests.imports.end_state import assert_sound, day, local, register_state
from tests.imports.running import brought_in, codes, started, verdicts
from tests.imports.small_lists import ASA, ASPIRANTS, BJORN, CLOSINGS, END, GOOD, OTHER, seen, taken, text_of

NO_PLAN = f"{BJORN};Lindström;Björn;AL;Östermalm;2008-03-19;;;;;;"


def ended(reason: str, letter: str = "", day: str = "2009-01-05") -> str:
    return f"{BJORN};Lindström Björn;2008-03-19;{day};{reason};{letter};AL"


@pytest.mark.parametrize(
    ("text", "code", "found", "own_text"),
    [
        ("gick till rymden", 90, {"I16"}, "gick till rymden"),
        ("avslutad", 98, {"I16"}, ""),
        ("", 98, {"I16"}, ""),
        ("fast anst på ICA", 10, set(), ""),
        ("flyttat t Malmö", 50, set(), ""),
    ],
)
def test_the_reason_is_read_and_its_text_kept(town: City, text: str, code: int, found: set[str], own_text: str) -> None:
    batch = taken(town, CLOSINGS, ended(text))
    closing = Closure.objects.get()
    assert (closing.reason.code, closing.imported_text, closing.text) == (code, text, own_text)
    assert (closing.status, codes(batch, 3)) == (ClosureStatus.CONFIRMED, found)


@pytest.mark.parametrize("text", ["till annat jobbtorg", "flyttat till Kista", "byte jt"])
def test_a_transfer_is_no_closing(town: City, text: str) -> None:
    batch = taken(town, CLOSINGS, ended(text))
    assert (verdicts(batch)[3], codes(batch, 3)) == (Verdict.MANUAL, {"I16"})
    assert not Enrolment.objects.exists()


def test_a_letter_against_a_text_that_says_nothing_is_only_noted(town: City) -> None:
    batch = taken(town, CLOSINGS, ended("avslutad", "A"))
    assert (verdicts(batch)[3], codes(batch, 3)) == (Verdict.NEW, {"I16", "I17"})
    assert Closure.objects.get().reason.code == 98


def test_a_death_becomes_a_fact_of_the_person(town: City) -> None:
    taken(town, CLOSINGS, ended("avliden"))
    assert Person.objects.get().deceased_on == day("2009-01-05")


def test_a_death_told_later_becomes_one_as_well(town: City) -> None:
    taken(town, ASPIRANTS, GOOD)
    taken(town, CLOSINGS, ended("avliden"))
    person = Person.objects.get()
    assert (person.deceased_on, person.enrolments.get().closures.filter(reason__code=80).count()) == (
        day("2009-01-05"),
        1,
    )


def test_a_list_about_the_time_before_is_no_fault_after_a_death_that_a_list_told_of(town: City) -> None:
    taken(town, CLOSINGS, ended("avliden"))
    assert verdicts(taken(town, ASPIRANTS, GOOD))[3] == Verdict.UPDATE
    later = GOOD.replace("2008", "2010")
    assert verdicts(taken(town, ASPIRANTS, later, as_of="2010-06-30"))[3] == Verdict.MANUAL


def test_the_end_that_nobody_knew_gives_way_and_stays_in_the_history(town: City) -> None:
    taken(town, ASPIRANTS, GOOD)
    unknown = Closure.objects.get()
    assert (unknown.reason.code, unknown.closed_on) == (98, day("2008-07-01"))
    assert verdicts(taken(town, CLOSINGS, END))[3] == Verdict.UPDATE
    unknown.refresh_from_db()
    assert (unknown.status, unknown.corrected_by) == (ClosureStatus.CORRECTED, town.admin)
    known = Closure.objects.exclude(pk=unknown.pk).get()
    assert (known.replaces, known.reason.code, known.imported_text) == (unknown, 19, "fått jobb")
    case = Enrolment.objects.get()
    assert case.closed_on == known.closed_on == day("2009-01-05")
    versions = changes_of(Enrolment).objects.filter(pgh_obj_id=case.pk).order_by("pgh_id")
    assert [version.closed_on for version in versions][:: len(versions) - 1] == [day("2008-07-01"), day("2009-01-05")]
    assert {version.acting_user_id for version in versions} == {town.admin.pk}


def test_an_end_that_a_list_told_is_asked_about_and_never_replaced(town: City) -> None:
    taken(town, CLOSINGS, ended("avslutad"))
    batch = seen(town, CLOSINGS, ended("jobb", day="2009-01-07"), name="andra.csv")
    assert batch.questions.get(asked=True).kind == "FACTS"
    brought_in(town.admin, batch)
    assert Closure.objects.get().closed_on == day("2009-01-05")


def test_a_reason_that_says_more_replaces_one_that_said_nothing(town: City) -> None:
    taken(town, CLOSINGS, ended("avslutad"))
    taken(town, CLOSINGS, ended("jobb"))
    [person] = register_state().values()
    assert (person[3][0]["closed"], person[3][0]["closing"]) == ("2009-01-05", [(19, "jobb")])


# --- Clocks ----------------------------------------------------------------------------------------------------------


def guarantee() -> DeadlineClock:
    return DeadlineClock.objects.get(policy__kind=ClockKind.PLAN_GUARANTEE)


@pytest.mark.parametrize(
    ("closing", "status", "fulfilment", "ended_on"),
    [
        (ended("jobb", day="2008-03-26"), ClockStatus.MET, "WORK", None),
        (ended("jobb", day="2008-04-02"), ClockStatus.BREACHED, "WORK", None),
        (ended("sjuk", day="2008-03-26"), ClockStatus.CANCELLED, "", day("2008-03-26")),
        (ended("sjuk", day="2008-04-02"), ClockStatus.BREACHED, "", None),
    ],
)
def test_work_keeps_the_guarantee_and_another_end_before_the_last_day_cancels_it(
    town: City, closing: str, status: str, fulfilment: str, ended_on: object
) -> None:
    files = {"a.csv": text_of(ASPIRANTS, NO_PLAN), "b.csv": text_of(CLOSINGS, closing)}
    brought_in(town.admin, started(town.admin, town.units["RS"], files))
    clock = guarantee()
    assert clock.due_on == day("2008-03-28")
    assert (clock.status, clock.fulfilment, clock.ended_on) == (status, fulfilment, ended_on)
    assert clock.historical
    assert_sound()


def test_without_a_column_for_plans_there_is_no_guarantee(town: City) -> None:
    """G-39: a list that cannot tell whether the promise was kept accuses nobody."""
    taken(town, CLOSINGS, END)
    assert not DeadlineClock.objects.exists()


def test_before_the_guarantee_there_was_no_clock(town: City) -> None:
    taken(town, ASPIRANTS, NO_PLAN.replace("2008-03-19", "2007-12-28"))
    assert not DeadlineClock.objects.exists()


def test_a_list_that_ends_before_the_last_day_proves_nothing(town: City) -> None:
    taken(town, ASPIRANTS, OTHER)
    assert (guarantee().due_on, guarantee().status) == (day("2008-07-04"), ClockStatus.CANCELLED)


def test_a_list_of_closings_proves_nothing_about_plans_either(town: City) -> None:
    """The aspirant list ends before the last day; that the case went on for long says nothing about the plan."""
    taken(town, ASPIRANTS, OTHER)
    taken(town, CLOSINGS, f"{ASA};Öberg Åsa;2008-06-27;2009-01-05;sjuk;;AL")
    assert (guarantee().status, guarantee().ended_on) == (ClockStatus.CANCELLED, day("2009-01-05"))


def test_a_later_list_without_a_plan_breaches_what_an_earlier_one_left_open(town: City) -> None:
    taken(town, ASPIRANTS, OTHER, outcome=Outcome.CLOSED)
    taken(town, CLOSINGS, f"{ASA};Öberg Åsa;2008-06-27;2009-01-05;sjuk;;AL")
    batch = taken(town, ASPIRANTS, OTHER, as_of="2008-12-31")
    assert verdicts(batch)[3] == Verdict.UPDATE
    assert guarantee().status == ClockStatus.BREACHED
    assert guarantee().latest_breach.due_on == day("2008-07-04")


def test_a_missed_follow_up_is_a_breach_without_a_cause(town: City) -> None:
    taken(town, ASPIRANTS, f"{BJORN};Lindström;Björn;AL;Östermalm;2008-01-14;;;2008-01-18;;;")
    clock = DeadlineClock.objects.get(policy__kind=ClockKind.FOLLOW_UP)
    assert (clock.due_on, clock.status) == (day("2008-04-18"), ClockStatus.BREACHED)
    assert (clock.latest_breach.cause, local(clock.latest_breach.stamped_at)) == ("", "2008-06-30")


def test_a_list_without_a_column_for_follow_ups_accuses_nobody_of_missing_one(town: City) -> None:
    header = "Pnr;Efternamn;Förnamn;Coach;Inkom;JP godkänd"
    taken(town, header, f"{BJORN};Lindström;Björn;AL;2008-01-14;2008-01-18", as_of="2008-06-30")
    clock = DeadlineClock.objects.get(policy__kind=ClockKind.FOLLOW_UP)
    assert (clock.due_on, clock.status) == (day("2008-04-18"), ClockStatus.CANCELLED)


def test_a_follow_up_told_later_is_held_and_the_next_one_follows(town: City) -> None:
    row = f"{BJORN};Lindström;Björn;AL;Östermalm;2008-01-14;;;2008-01-18;;;"
    taken(town, ASPIRANTS, row)
    batch = taken(town, ASPIRANTS, row[:-2] + "2008-04-15;;")
    assert verdicts(batch)[3] == Verdict.UPDATE
    held, following = FollowUp.objects.order_by("clock__started_on")
    assert (held.status, local(held.held_at), held.clock.status) == ("HELD", "2008-04-15", ClockStatus.MET)
    assert (following.status, following.clock.started_on) == ("CANCELLED", day("2008-04-15"))
    assert not held.clock.breaches.filter(revoked_at=None).exists(), "the breach was none"


def test_a_clock_still_to_be_kept_is_a_live_one(town: City) -> None:
    row = NO_PLAN.replace("2008-03-19", "2026-11-19")
    taken(town, ASPIRANTS, row, as_of="2026-11-20", outcome=Outcome.ASK)
    clock = guarantee()
    assert (clock.due_on, clock.status, clock.historical) == (day("2026-11-26"), ClockStatus.RUNNING, False)


def test_a_case_left_out_of_the_first_list_begins_on_its_earliest_day(town: City) -> None:
    """Lists of closings count from the first visit, referrals from the day they came; the earliest is day 0."""
    taken(town, CLOSINGS, END.replace("2008-03-19", "2008-03-27"))
    taken(town, ASPIRANTS, NO_PLAN)
    case = Enrolment.objects.get()
    assert case.enrolled_on == day("2008-03-19")
    assert guarantee().started_on == day("2008-03-19")
    assert local(case.coach_assignments.get().started_at) == "2008-03-19"


def test_every_record_tells_from_which_row_it_comes(town: City) -> None:
    batch = taken(town, ASPIRANTS, GOOD, OTHER)
    rows = dict(batch.rows.filter(is_person=True).values_list("enrolment", "pk"))
    for case, row in rows.items():
        assert ImportedRecord.objects.get(table="aspirants_enrolment", object_id=case).row_id == row
    assert {record.batch_id for record in ImportedRecord.objects.all()} == {batch.pk}
