"""Jobbgarantin as it stands: the same figures as Statistik, and nothing hidden that can be worked out."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from measures.guarantee_now.figures import COLUMNS, CurrentGuarantees
from measures.guarantee_now.measures import GUARANTEE_NOW, HELD
from measures.guarantee_now.report import Row, StandingReport, collect_standing
from measures.publication import Publication
from measures.scope import Reach, Scope
from measures.small_numbers.suppression import SMALL, disclosed
from measures.small_numbers.table_equations import tied
from measures.statistics.measures import M4
from measures.statistics.statement import collect
from measures.units import TOTAL
from tests.measures.casebook import guarantee_clock, unit

TODAY = datetime.date(2026, 11, 23)
COUNTED = ("near", "not_booked", "late", "met", "breached", "excused", "decided")


def test_every_number_that_is_printed_is_tried_here() -> None:
    numbers = [one for one in GUARANTEE_NOW.measures if not one.is_share and not one.own_unit_only]
    assert {name for measure in numbers for name in measure.inputs} == set(COUNTED)


@pytest.mark.django_db
@time_machine.travel("2026-11-23 13:30:00+00:00", tick=False)
def test_the_figures_agree_with_statistics() -> None:
    kista = unit("Jobbtorg Kista")
    for status, number in (("MET", 3), ("BREACHED", 2), ("EXCUSED", 1)):
        for _ in range(number):
            guarantee_clock(kista, "2026-11-16", status)
    guarantee_clock(kista, "2026-11-19", "RUNNING")  # late, and not stamped yet
    scope = Scope(Reach.UNIT, jobbtorg_id=kista.pk)
    report = collect_standing(scope, timezone.now())
    [now], [month] = report.rows, collect(scope, report.period).rows
    assert (now.figures.met, now.figures.breached, now.figures.excused) == (3, 3, 1)
    for name in ("met", "breached", "excused", "decided"):
        assert getattr(now.figures, name) == getattr(month.figures, name)
    assert HELD.share_of(now.figures) == M4.share_of(month.figures)


counts = st.integers(0, 12)


@st.composite
def standings(draw: st.DrawFn) -> CurrentGuarantees:
    near, within, before, done = draw(counts), draw(counts), draw(st.integers(0, 2)), draw(counts)
    return CurrentGuarantees(
        near=near,
        booked=draw(st.integers(0, near)),
        late=within + before,
        late_before=before,
        met=draw(counts),
        breached=within + done,
        excused=draw(counts),
    )


def added(parts: list[CurrentGuarantees]) -> CurrentGuarantees:
    names = ("near", "booked", "late", "late_before", "met", "breached", "excused")
    return CurrentGuarantees(**{name: sum(getattr(part, name) for part in parts) for name in names})


@settings(max_examples=15, deadline=None)
@given(own=standings(), branch=standings(), heads=st.lists(standings(), min_size=1, max_size=3))
def test_nothing_hidden_can_be_worked_out_where_nobody_is_protected(
    own: CurrentGuarantees, branch: CurrentGuarantees, heads: list[CurrentGuarantees]
) -> None:
    """By a reader who uses all sums together, and knows that what is late is also broken (measures/small_numbers)."""
    parent = added([own, branch])
    found = [Row(1, "Kista", parent, branches=(2,)), Row(2, "Kista ungdom", branch, level=1)]
    found += [Row(key, f"Jobbtorg {key}", figures) for key, figures in enumerate(heads, 3)]
    found.append(Row(TOTAL, "Hela staden", added([parent, *heads])))
    shown = Publication(StandingReport(Scope(Reach.CITY), TODAY, tuple(found)))
    cells, equations = tied(COLUMNS, found)
    assert [key for key in disclosed(cells, equations, shown.marks) if key in shown.marks] == []


@settings(max_examples=25, deadline=None)
@given(own=standings(), branch=standings(), heads=st.lists(standings(), min_size=1, max_size=4), hidden=standings())
def test_no_small_number_follows_from_a_single_sum(
    own: CurrentGuarantees, branch: CurrentGuarantees, heads: list[CurrentGuarantees], hidden: CurrentGuarantees
) -> None:
    parent = added([own, branch])
    found = [Row(1, "Kista", parent, branches=(2,)), Row(2, "Kista ungdom", branch, level=1)]
    found += [Row(key, f"Jobbtorg {key}", figures) for key, figures in enumerate(heads, 3)]
    found.append(Row(TOTAL, "Hela staden", added([parent, *heads, hidden])))
    shown = Publication(StandingReport(Scope(Reach.CITY), TODAY, tuple(found)))
    for row in found:
        for column in COUNTED:
            assert getattr(row.figures, column) not in SMALL or not shown.count(row, column).is_exact
        unknown = {
            column for column in ("met", "breached", "excused", "decided") if not shown.count(row, column).is_exact
        }
        assert len(unknown) != 1, "what is hidden alone follows from the rest of its row"
        assert (shown.share(row, HELD) is None) == bool(unknown & {"met", "decided"})
    printed = [row for row in found if not row.level]
    for column in COUNTED:
        rows_unknown = [row for row in printed if not shown.count(row, column).is_exact]
        protected = getattr(hidden, column)
        assert rows_unknown or protected not in SMALL
        assert len(rows_unknown) != 1 or protected, "with nobody protected what is hidden alone follows from the column"
