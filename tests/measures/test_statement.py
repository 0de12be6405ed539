"""The worked examples of docs/statistics.md, from rows in the database to counts and measures."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.utils import timezone

from aspirants.models import Closure, ClosureStatus, Enrolment, UnitStay
from deadlines.models import ClockStatus
from measures.periods import Period, january_to_august, tertial, whole_year
from measures.scope import Reach, Scope
from measures.statistics.figures import Figures
from measures.statistics.measures import M1, M2, M2_STUDIES, M2_WITHOUT_NEUTRAL, M2_WORK, M3, M4, M4_NET
from measures.statistics.statement import IdentityBrokenError, Row, Statement, collect
from measures.units import TOTAL
from organisation.models import Jobbtorg
from tests.measures.casebook import case, cases, close, day, district, guarantee_clock, person, sender, unit
from tests.visits import STEP_IN_AND_OUT

pytestmark = pytest.mark.django_db

CITY = Scope(Reach.CITY)
T1 = tertial(2026, 1)


def figures(period: Period, of: Jobbtorg | None = None, scope: Scope = CITY) -> Figures:
    """The figures of a unit, or of the total; every statement looked at must add up."""
    statement = collect(scope, period)
    statement.verify()
    row = statement.row(of.pk if of else TOTAL)
    assert row is not None
    return row.figures


@pytest.fixture
def kista(db: None) -> Jobbtorg:
    return unit("Kista")


def test_sh_06_a_tertial_in_full(kista: Jobbtorg) -> None:
    cases(55, kista, "2025-06-01")
    cases(50, kista, "2026-02-02")
    cases(18, kista, "2025-06-01", "2026-03-02", 10)
    cases(9, kista, "2025-06-01", "2026-03-02", 20)
    cases(15, kista, "2025-06-01", "2026-03-02", 60)
    cases(3, kista, "2025-06-01", "2026-03-02", 50)
    found = figures(T1, kista)
    assert (found.opening, found.new, found.closed, found.remaining) == (100, 50, 45, 105)
    assert (found.work, found.studies, found.other, found.neutral) == (18, 9, 18, 3)
    measures = (M1, M2, M2_WORK, M2_STUDIES, M2_WITHOUT_NEUTRAL, M3)
    shown = [measure.share_of(found).whole_percent.split()[0] for measure in measures]
    assert shown == ["30", "60", "40", "20", "64", "18"]


def test_sh_07_two_cases_of_one_person_are_two_cases_and_one_person(kista: Jobbtorg) -> None:
    someone = person()
    case(kista, "2025-10-01", "2026-01-15", of=someone)
    case(kista, "2026-02-02", "2026-04-15", of=someone)
    found = figures(T1, kista)
    assert (found.closed, found.persons) == (2, 1)


def test_sh_07_also_when_they_were_closed_at_a_jobbtorg_and_its_branch(kista: Jobbtorg) -> None:
    branch = unit("Kista ungdom", parent=kista)
    someone = person()
    case(branch, "2025-10-01", "2026-01-15", of=someone)
    case(kista, "2026-02-02", "2026-04-15", of=someone)
    for found, closed in ((figures(T1, kista), 2), (figures(T1, branch), 1), (figures(T1), 2)):
        assert (found.closed, found.persons) == (closed, 1)


def test_sh_08_the_day_it_happened_decides_not_the_day_it_was_registered(kista: Jobbtorg) -> None:
    enrolment = case(kista, "2026-02-02", "2026-04-30")
    registered = datetime.datetime(2026, 5, 6, 10, 0, tzinfo=timezone.get_current_timezone())
    Closure.objects.filter(enrolment=enrolment).update(decided_at=registered)
    assert figures(T1, kista).closed == 1
    assert figures(tertial(2026, 2), kista).closed == 0


@pytest.mark.parametrize(
    ("closed", "number"),
    [("2026-04-30", 1), ("2026-05-01", 2), ("2026-08-31", 2), ("2026-09-01", 3), ("2026-12-31", 3)],
)
def test_sh_09_tertial_borders(kista: Jobbtorg, closed: str, number: int) -> None:
    case(kista, "2025-12-01", closed)
    assert [figures(tertial(2026, n), kista).closed for n in (1, 2, 3)] == [int(n == number) for n in (1, 2, 3)]
    assert figures(whole_year(2026), kista).closed == 1
    assert figures(january_to_august(2026), kista).closed == int(number < 3)


def test_sh_10_enrolled_and_closed_within_the_period(kista: Jobbtorg) -> None:
    case(kista, "2026-03-02", "2026-03-20")
    found = figures(T1, kista)
    assert (found.opening, found.new, found.closed, found.remaining) == (0, 1, 1, 0)


def test_sh_11_a_transfer_moves_between_units_and_not_in_the_city(kista: Jobbtorg) -> None:
    vallingby = unit("Vällingby")
    case(vallingby, "2026-01-12", moves=(("2026-03-10", kista),))
    left, came, city = figures(T1, vallingby), figures(T1, kista), figures(T1)
    assert (left.new, left.moved_out, left.closed, left.remaining) == (1, 1, 0, 0)
    assert (came.new, came.moved_in, came.closed, came.remaining) == (0, 1, 0, 1)
    assert (city.new, city.moved_in, city.moved_out, city.remaining, M1.share_of(city).whole) == (1, 0, 0, 1, 1)


def test_sh_12_registered_in_error_counts_nowhere(kista: Jobbtorg) -> None:
    case(kista, "2025-11-03", "2026-02-02", 99)
    case(kista, "2026-01-12", "2026-02-02", 99)
    found = figures(T1, kista)
    assert found.is_empty
    assert figures(tertial(2025, 3), kista).is_empty


def test_sh_13_a_corrected_closing_does_not_count(kista: Jobbtorg) -> None:
    reopened = case(kista, "2026-01-12")
    close(reopened, "2026-04-20", 10, status=ClosureStatus.CORRECTED)
    found = figures(T1, kista)
    assert (found.closed, found.work, found.remaining) == (0, 0, 1)


def test_sh_13_a_case_closed_again_counts_with_its_standing_closing(kista: Jobbtorg) -> None:
    enrolment = case(kista, "2026-01-12", "2026-06-01", 20)
    close(enrolment, "2026-04-20", 99, status=ClosureStatus.CORRECTED)
    assert figures(T1, kista).closed == 0
    later = figures(tertial(2026, 2), kista)
    assert (later.opening, later.closed, later.studies) == (1, 1, 1)


def test_sh_14_a_unit_without_cases_has_no_share(kista: Jobbtorg) -> None:
    assert M1.share_of(figures(T1, kista)).whole_percent == "–"


def guarantees_of_the_second_of_march(kista: Jobbtorg) -> None:
    for status, number in (("MET", 41), ("BREACHED", 6), ("EXCUSED", 3), ("CANCELLED", 2), ("RUNNING", 5)):
        for _ in range(number):
            guarantee_clock(kista, "2026-03-02", status)


@time_machine.travel("2026-03-02 23:30+01:00", tick=False)
def test_sh_15_the_guarantee(kista: Jobbtorg) -> None:
    guarantees_of_the_second_of_march(kista)
    found = figures(T1, kista)
    assert (M4.share_of(found).whole_percent, M4_NET.share_of(found).whole_percent) == (
        "82\N{NO-BREAK SPACE}%",
        "87\N{NO-BREAK SPACE}%",
    )


@time_machine.travel("2026-03-03 00:05+01:00", tick=False)
def test_a_clock_is_broken_when_its_last_day_is_over_and_not_when_the_sweep_has_come(kista: Jobbtorg) -> None:
    guarantees_of_the_second_of_march(kista)
    found = figures(T1, kista)
    assert (found.met, found.breached, found.excused, found.decided) == (41, 6 + 5, 3, 55)


def test_the_guarantee_counts_covered_plan_clocks_due_in_the_period(kista: Jobbtorg) -> None:
    guarantee_clock(kista, "2026-04-30", ClockStatus.MET)
    guarantee_clock(kista, "2026-05-01", ClockStatus.MET)
    guarantee_clock(kista, "2026-03-02", ClockStatus.MET, covered=False)
    guarantee_clock(kista, "2026-03-02", ClockStatus.MET, kind="FOLLOW_UP")
    guarantee_clock(kista, "2026-03-02", ClockStatus.MET, of=person(protection="SEKRETESSMARKERING"))
    assert figures(T1, kista).decided == 1
    assert figures(T1).decided == 2


def test_a_period_s_remaining_cases_are_the_next_one_s_at_the_start(kista: Jobbtorg) -> None:
    other = unit("Vällingby")
    case(kista, "2026-04-30")
    case(kista, "2026-05-01")
    case(kista, "2026-01-12", "2026-05-01")
    case(kista, "2026-01-12", moves=(("2026-05-01", other),))
    case(other, "2026-01-12", moves=(("2026-04-30", kista),))
    for place in (kista, other, None):
        assert figures(T1, place).remaining == figures(tertial(2026, 2), place).opening


def test_a_closing_belongs_to_the_unit_of_that_day(kista: Jobbtorg) -> None:
    other = unit("Vällingby")
    case(kista, "2026-01-12", "2026-03-10", moves=(("2026-03-10", other),))
    case(kista, "2026-01-12", "2026-03-09", moves=(("2026-03-10", other),))
    assert (figures(T1, kista).closed, figures(T1, kista).moved_out) == (1, 1)
    assert (figures(T1, other).closed, figures(T1, other).moved_in) == (1, 1)


def test_chains_of_moves_on_one_day_count_from_first_to_last(kista: Jobbtorg) -> None:
    middle, last = unit("Mitten"), unit("Sist")
    case(kista, "2026-01-12", moves=(("2026-03-10", middle), ("2026-03-10", last)))
    case(middle, "2026-02-02", moves=(("2026-02-02", last),))
    assert (figures(T1, kista).moved_out, figures(T1, middle).is_empty) == (1, True)
    assert (figures(T1, last).moved_in, figures(T1, last).new, figures(T1, last).remaining) == (1, 1, 2)


def test_a_jobbtorg_s_row_includes_its_branch_and_moves_between_them_are_none(kista: Jobbtorg) -> None:
    branch = unit("Kista ungdom", parent=kista)
    case(branch, "2026-01-12", moves=(("2026-03-10", kista),))
    case(branch, "2025-01-12", "2026-02-02", 20)
    own, filial = figures(T1, kista), figures(T1, branch)
    assert (own.opening, own.new, own.moved_in, own.moved_out, own.closed, own.remaining) == (1, 1, 0, 0, 1, 1)
    assert (filial.opening, filial.new, filial.moved_out, filial.closed, filial.remaining) == (1, 1, 1, 1, 0)
    assert [(row.name, row.level) for row in collect(CITY, T1).rows] == [
        ("Kista", 0),
        ("Kista ungdom", 1),
        ("Hela staden", 0),
    ]


def test_protected_persons_count_in_the_city_only(kista: Jobbtorg) -> None:
    for protection in ("SEKRETESSMARKERING", "SKYDDAD_FOLKBOKFORING", "FINGERADE_UPPGIFTER"):
        case(kista, "2026-01-12", "2026-02-02", of=person(protection=protection))
    case(kista, "2026-01-12", "2026-02-02")
    assert (figures(T1, kista).new, figures(T1, kista).work, figures(T1, kista).persons) == (1, 1, 1)
    assert (figures(T1).new, figures(T1).work, figures(T1).persons) == (4, 4, 4)


def test_a_move_of_a_protected_person_is_not_seen(kista: Jobbtorg) -> None:
    other = unit("Vällingby")
    case(kista, "2026-01-12", moves=(("2026-03-10", other),), of=person(protection="SEKRETESSMARKERING"))
    assert figures(T1, kista).is_empty
    assert figures(T1, other).is_empty
    assert figures(T1).remaining == 1


def test_a_stadsdel_sees_its_own_cases_and_those_of_the_stadsdelar_merged_into_it(kista: Jobbtorg) -> None:
    jarva = district("Järva")
    rinkeby, bromma = district("Rinkeby-Kista", successor=jarva), district("Bromma")
    case(kista, "2026-01-12", sent_by=sender(jarva))
    case(kista, "2026-01-12", sent_by=sender(rinkeby))
    case(kista, "2026-01-12", sent_by=sender(bromma))
    case(kista, "2026-01-12", sent_by=sender(jarva), of=person(protection="SEKRETESSMARKERING"))
    scope = Scope(Reach.DISTRICT, district_ids=(jarva.pk, rinkeby.pk))
    assert figures(T1, kista, scope).new == 2
    assert figures(T1, None, scope).new == 2


def test_a_stadsdel_sees_only_the_jobbtorg_it_sends_to(kista: Jobbtorg) -> None:
    unit("Skärholmen")
    bromma = district("Bromma")
    case(kista, "2026-01-12", sent_by=sender(bromma))
    rows = collect(Scope(Reach.DISTRICT, district_ids=(bromma.pk,)), T1).rows
    assert [row.name for row in rows] == ["Kista", "Stadsdelen"]


def test_a_unit_s_report_has_the_unit_and_its_branches(kista: Jobbtorg) -> None:
    branch, other = unit("Kista ungdom", parent=kista), unit("Vällingby")
    case(other, "2026-01-12", moves=(("2026-02-02", kista),))
    scope = Scope(Reach.UNIT, jobbtorg_id=kista.pk)
    statement = collect(scope, T1)
    statement.verify()
    assert [row.key for row in statement.rows] == [kista.pk, branch.pk]
    assert statement.rows[0].figures.moved_in == 1
    alone = collect(Scope(Reach.UNIT, jobbtorg_id=branch.pk), T1)
    assert [(row.key, row.level) for row in alone.rows] == [(branch.pk, 0)]


def test_a_closed_down_unit_is_listed_only_where_it_has_cases() -> None:
    gone = unit("Rosenlundsgatan", valid_to="2015-12-31")
    assert gone.pk not in {row.key for row in collect(CITY, T1).rows}
    case(gone, "2009-02-02")
    assert gone.pk in {row.key for row in collect(CITY, T1).rows}


def test_figures_that_contradict_each_other_raise(kista: Jobbtorg) -> None:
    enrolment = case(kista, "2026-01-12")
    UnitStay.objects.filter(enrolment=enrolment).update(started_on=day("2026-02-02"))
    with pytest.raises(IdentityBrokenError, match=r"Kista: IB 0 .* UB 1"):
        collect(CITY, T1).verify()


def test_a_closed_case_without_a_closing_raises(kista: Jobbtorg) -> None:
    enrolment = case(kista, "2026-01-12")
    Enrolment.objects.filter(pk=enrolment.pk).update(status="CLOSED", closed_on=day("2026-03-02"))
    with pytest.raises(IdentityBrokenError, match=r"W \+ S \+ O = 0 ≠ AVSL 1"):
        collect(CITY, T1).verify()


def test_every_contradiction_is_named() -> None:
    rows = (Row(1, "Kista", Figures(opening=1, closed=2)), Row(2, "Farsta", Figures()))
    assert len(Statement(CITY, T1, rows, ()).contradictions) == 2


@pytest.mark.parametrize("reach", [CITY, None])
def test_the_number_of_queries_does_not_grow_with_cases(
    kista: Jobbtorg, reach: Scope | None, django_assert_num_queries: object
) -> None:
    scope = reach or Scope(Reach.UNIT, jobbtorg_id=kista.pk)
    other = unit("Vällingby")
    for number in (10, 90):
        for index in range(number):
            closed = "2026-03-02" if index % 2 else None
            moves = (("2026-02-02", other),) if index % 5 == 0 else ()
            case(kista, "2026-01-12", closed, [10, 20, 60][index % 3], moves=moves)
            guarantee_clock(kista, "2026-03-02", "MET")
        with django_assert_num_queries((8 if scope.reach is Reach.UNIT else 7) + STEP_IN_AND_OUT):  # type: ignore[operator]
            collect(scope, T1)


def test_a_row_knows_the_units_it_adds_up() -> None:
    kista = unit("Kista")
    ungdom, farsta = unit("Kista ungdom", parent=kista), unit("Farsta")
    statement = collect(Scope(Reach.CITY), tertial(2026, 1))
    found = {row.name: statement.units_of(row) for row in statement.rows}
    assert found == {
        "Kista": {kista.pk, ungdom.pk},
        "Kista ungdom": {ungdom.pk},
        "Farsta": {farsta.pk},
        "Hela staden": {kista.pk, ungdom.pk, farsta.pk},
    }
