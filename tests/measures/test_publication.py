"""Reports as they are published: no small number outside the unit, and no number that nothing is known about."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aspirants.models import ClosureReason
from measures.guarantee_now.figures import CurrentGuarantees
from measures.guarantee_now.measures import GUARANTEE_NOW
from measures.guarantee_now.report import Row as NowRow
from measures.guarantee_now.report import StandingReport
from measures.periods import tertial
from measures.publication import Publication
from measures.registry import Measure, MeasureError
from measures.scope import Reach, Scope
from measures.small_numbers.columns import UnknownColumnError
from measures.small_numbers.suppression import SMALL, Mark
from measures.statistics.figures import CASES, GUARANTEE_COUNTS, Figures, case_columns
from measures.statistics.measures import M1, M2_WITHOUT_NEUTRAL, M2_WORK, M4, STATISTICS
from measures.statistics.statement import Row, Statement
from measures.units import TOTAL

CITY = Scope(Reach.CITY)
T1 = tertial(2026, 1)
PRINTED = [str(column.key) for column in (*CASES, *GUARANTEE_COUNTS.columns)]
ADDED_UP = [str(column.key) for column in (*CASES, *GUARANTEE_COUNTS.columns) if column.adds_up]

counts = st.one_of(st.integers(0, 6), st.integers(0, 60))


@st.composite
def unit_figures(draw: st.DrawFn) -> Figures:
    reasons = {code: draw(counts) for code in (10, 15, 20, 50, 60)}
    groups = {"W": reasons[10] + reasons[15], "S": reasons[20], "O": reasons[50] + reasons[60]}
    closed = sum(groups.values())
    opening, new, out = draw(counts) + closed, draw(counts), draw(counts)
    return Figures(
        opening=opening + out,
        new=new,
        moved_out=out,
        closed=closed,
        remaining=opening + new - closed,
        persons=closed,
        reasons=reasons,
        groups=groups,
        neutral=reasons[50],
        met=draw(counts),
        breached=draw(counts),
        excused=draw(counts),
    )


def added(parts: Sequence[Figures]) -> Figures:
    """The figures of several units, or of units and protected persons, together; moves left out."""
    names = ("new", "closed", "remaining", "persons", "neutral", "met", "breached", "excused")
    sums = {name: sum(getattr(part, name) for part in parts) for name in names}
    sums["opening"] = sum(part.opening - part.moved_out for part in parts)
    return Figures(
        **sums,
        reasons={code: sum(part.reasons.get(code, 0) for part in parts) for code in (10, 15, 20, 50, 60)},
        groups={group: sum(part.groups.get(group, 0) for part in parts) for group in "WSO"},
    )


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    """A city of a jobbtorg with a branch, up to three others, and protected persons in the total."""
    branch, own, protected = draw(unit_figures()), draw(unit_figures()), draw(unit_figures())
    parent = added([own, branch])
    heads = draw(st.lists(unit_figures(), min_size=1, max_size=3))
    total = added([parent, *heads, *([protected] if draw(st.booleans()) else [])])
    rows = [Row(1, "Kista", parent, branches=(2,)), Row(2, "Kista ungdom", branch, level=1)]
    rows += [Row(key, f"Jobbtorg {key}", figures) for key, figures in enumerate(heads, 3)]
    rows.append(Row(TOTAL, "Hela staden", total))
    return Statement(Scope(Reach.CITY), tertial(2026, 1), tuple(rows), ())


@settings(max_examples=40, deadline=None)
@given(statements())
def test_a_published_statement_leaks_no_small_number_by_any_single_sum(statement: Statement) -> None:
    """Every small number is hidden, and no row or column has exactly one unknown."""
    publication = Publication(statement)
    heads = [row for row in statement.rows if not row.is_total and not row.level]
    for row in statement.rows:
        for column in PRINTED:
            if getattr(row.figures, column) in SMALL:
                assert not publication.count(row, column).is_exact
        for group in (
            ("opening", "new", "moved_in", "handled"),
            ("handled", "remaining", "moved_out", "closed"),
            ("work", "studies", "other", "closed"),
            ("met", "breached", "excused", "decided"),
        ):
            assert [publication.count(row, column).is_exact for column in group].count(False) != 1
    total = statement.rows[-1]
    for column in ADDED_UP:
        rest = getattr(total.figures, column) - sum(getattr(row.figures, column) for row in heads)
        unknown = sum(not publication.count(row, column).is_exact for row in (*heads, total))
        if rest in SMALL:
            assert unknown, "the number of protected persons follows from the city's row"
        else:
            assert unknown != 1


@settings(max_examples=40, deadline=None)
@given(statements())
def test_a_share_is_printed_only_if_all_it_is_made_of_is(statement: Statement) -> None:
    publication = Publication(statement)
    for row in statement.rows:
        exact = {column: publication.count(row, column).is_exact for column in PRINTED}
        assert (publication.share(row, M1) is not None) == (exact["closed"] and exact["handled"])
        assert (publication.share(row, M2_WORK) is not None) == (exact["work"] and exact["closed"])
        assert (publication.share(row, M4) is not None) == (exact["met"] and exact["decided"])


def test_the_own_unit_s_report_is_exact() -> None:
    rows = (Row(1, "Kista", Figures(opening=3, closed=2, remaining=1, groups={"W": 2})),)
    publication = Publication(Statement(Scope(Reach.UNIT, jobbtorg_id=1), tertial(2026, 1), rows, ()))
    assert str(publication.count(rows[0], "closed")) == "2"
    assert not publication.hides_something


# --- What nothing is known about is never shown ---------------------------------------------------------------------

MADE_OF: dict[str, list[str | int]] = {
    "m1": ["closed", "handled"],
    "m2": ["work", "studies", "closed"],
    "m2_work": ["work", "closed"],
    "m2_studies": ["studies", "closed"],
    "other_share": ["other", "closed"],
    "m2_without_neutral": ["work", "studies", "closed", 50, 80],
    "m3": ["work", "studies", "handled"],
    "m4": ["met", "decided"],
    "m4_net": ["met", "breached"],
}
"""The numbers each share gives away, written a second time."""

REASONS = tuple(
    ClosureReason(code=code, label=f"Orsak {code}", group=group, neutral=code in (50, 80))
    for code, group in ((10, "W"), (20, "S"), (50, "O"), (60, "O"), (80, "O"))
)


def city(*rows: Row) -> Publication[Statement]:
    return Publication(Statement(CITY, T1, rows, REASONS))


@pytest.mark.parametrize("measure", [one for one in STATISTICS.measures if one.is_share], ids=lambda one: one.key)
def test_a_share_is_hidden_with_any_of_its_numbers(measure: Measure) -> None:
    assert measure.key in MADE_OF, f"Add the numbers that {measure.key} gives away to MADE_OF."
    row = Row(1, "Kista", Figures(reasons={50: 7, 80: 9}, neutral=16))
    for hidden in [None, *MADE_OF["m2_without_neutral"], "other", "handled", "met", "breached", "decided"]:
        publication = city(row)
        marks = {(1, key): Mark.EXACT for table in publication.report.tables for key in table.names}
        publication.__dict__["marks"] = marks | {(1, hidden): Mark.HIDDEN}
        assert (publication.share(row, measure) is None) == (hidden in MADE_OF[measure.key])


@pytest.mark.parametrize("scope", [CITY, Scope(Reach.DISTRICT, district_ids=(1,)), Scope(Reach.UNIT, jobbtorg_id=1)])
@pytest.mark.parametrize("name", ["referred", "is_empty", "reasons", 11])
def test_a_number_that_no_column_holds_is_not_shown_to_anybody(scope: Scope, name: str | int) -> None:
    row = Row(1, "Kista", Figures(opening=9, reasons={11: 3}))
    publication = Publication(Statement(scope, T1, (row,), REASONS))
    with pytest.raises(UnknownColumnError, match=f"{name}: no column of the report holds it"):
        publication.count(row, name)


@pytest.mark.parametrize("name", ["booked", "late_within", "done_late", "late_before", "oldest"])
def test_what_ties_the_numbers_of_jobbgarantin_together_is_not_shown(name: str) -> None:
    row = NowRow(1, "Kista", CurrentGuarantees(near=9, booked=9))
    with pytest.raises(UnknownColumnError):
        Publication(StandingReport(CITY, T1.last, (row,))).count(row, name)


def test_a_row_that_is_not_of_the_report_is_shown_only_if_nothing_is_counted_in_it() -> None:
    publication = city(Row(1, "Kista", Figures(opening=9, remaining=9)))
    assert publication.count(Row(2, "Farsta", Figures()), "opening").is_exact
    with pytest.raises(UnknownColumnError, match="Farsta"):
        publication.count(Row(2, "Farsta", Figures(opening=3, remaining=3)), "opening")


def test_neutral_closings_without_any_reason_that_is_neutral_are_not_shown() -> None:
    row = Row(1, "Kista", Figures(opening=9, closed=9, groups={"O": 9}, reasons={60: 9}, neutral=2))
    publication = Publication(Statement(CITY, T1, (row,), tuple(one for one in REASONS if not one.neutral)))
    with pytest.raises(UnknownColumnError, match="neutral"):
        publication.share(row, M2_WITHOUT_NEUTRAL)


def test_what_is_about_one_person_is_shown_at_home_alone() -> None:
    [oldest] = [measure for measure in GUARANTEE_NOW.measures if measure.own_unit_only]
    row = NowRow(1, "Kista", CurrentGuarantees(late=7, oldest=3))
    at_home = Publication(StandingReport(Scope(Reach.UNIT, jobbtorg_id=1), T1.last, (row,)))
    assert str(at_home.shown(row, oldest)) == "3"
    with pytest.raises(MeasureError, match="within the own unit only"):
        Publication(StandingReport(CITY, T1.last, (row,))).shown(row, oldest)


@settings(max_examples=25, deadline=None)
@given(statements())
def test_the_sums_by_which_numbers_are_hidden_are_true(statement: Statement) -> None:
    for row in statement.rows:
        for table in (case_columns(REASONS[:0]), GUARANTEE_COUNTS):
            for one in table.sums:
                assert sum(row.figures.value(part) for part in one.parts) == row.figures.value(one.whole)
