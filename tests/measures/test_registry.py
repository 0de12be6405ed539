"""A measure is one object: nothing about it can be left out, and nothing it is made of escapes the hiding."""

from __future__ import annotations

import importlib
import pkgutil
from enum import Enum
from typing import Any

import pytest

import measures
import reports
from aspirants.models import ClosureReason
from core.shares import Share
from measures.guarantee_now.figures import COLUMNS, CurrentGuarantees
from measures.guarantee_now.measures import GUARANTEE_NOW
from measures.guarantee_now.measures import Subject as NowSubject
from measures.guarantee_now.report import Row as NowRow
from measures.registry import Definition, Measure, MeasureError, Registry, Unit
from measures.small_numbers.columns import Column, Columns, Sum, UntiedColumnError
from measures.small_numbers.suppression import CellUse
from measures.small_numbers.table_equations import tied
from measures.statistics.figures import GUARANTEE_COUNTS, Figures, case_columns
from measures.statistics.measures import STATISTICS, Subject
from measures.statistics.statement import Row
from measures.units import UnitRow

REASONS = [
    ClosureReason(code=code, group=group, neutral=code == 50) for code, group in ((10, "W"), (20, "S"), (50, "O"))
]
REPORTS: dict[str, tuple[Registry, tuple[Columns, ...], UnitRow[Any]]] = {
    "statistics": (STATISTICS, (case_columns(REASONS), GUARANTEE_COUNTS), Row(1, "Kista", Figures())),
    "guarantee_now": (GUARANTEE_NOW, (COLUMNS,), NowRow(1, "Kista", CurrentGuarantees())),
}
ALL = [(name, measure) for name, (registry, _, _) in REPORTS.items() for measure in registry.measures]

EXAMPLES = {
    "m1": ({"closed": 45, "handled": 150}, Share(45, 150)),
    "m2": ({"work": 18, "studies": 9, "closed": 45}, Share(27, 45)),
    "m2_work": ({"work": 18, "closed": 45}, Share(18, 45)),
    "m2_studies": ({"studies": 9, "closed": 45}, Share(9, 45)),
    "m2_without_neutral": ({"work": 18, "studies": 9, "closed": 45, "neutral": 3}, Share(27, 42)),
    "m3": ({"work": 18, "studies": 9, "handled": 150}, Share(27, 150)),
    "other_share": ({"other": 18, "closed": 45}, Share(18, 45)),
    "m4": ({"met": 41, "decided": 50}, Share(41, 50)),
    "m4_net": ({"met": 41, "breached": 6}, Share(41, 47)),
    "andel-brutna": ({"breached": 6, "decided": 50}, Share(6, 50)),
    "andel-hallna": ({"met": 41, "decided": 50}, Share(41, 50)),
}
"""Each share by example; a new measure gets one here."""


@pytest.mark.parametrize("measure", [measure for _, measure in ALL if measure.is_share], ids=lambda one: one.key)
def test_each_share_has_an_example(measure: Measure) -> None:
    assert measure.key in EXAMPLES, f"Add an example of {measure.key}: its counts, and the share they give."
    counts, share = EXAMPLES[measure.key]
    assert set(counts) == set(measure.inputs)
    assert measure.formula(**counts) == share


@pytest.mark.parametrize(("report", "measure"), ALL, ids=[f"{report}-{measure.key}" for report, measure in ALL])
def test_every_input_has_a_printed_cell_and_stands_in_an_equation(report: str, measure: Measure) -> None:
    _, tables, row = REPORTS[report]
    if measure.own_unit_only:
        assert not [table for table in tables if measure.inputs[0] in table.names], "then it need not stay at home"
        return
    for name in measure.inputs:
        [table] = [table for table in tables if name in table.names]
        cells, equations = tied(table, [row])
        assert table.behind(name)
        for column in table.behind(name):
            assert cells[row.key, column].use is CellUse.PRINTED
            assert [one for one in equations if (row.key, column) in (*one.plus, *one.minus)]


@pytest.mark.parametrize(("report", "measure"), ALL, ids=[f"{report}-{measure.key}" for report, measure in ALL])
def test_every_measure_can_be_worked_out_of_a_row_and_stands_in_a_table(report: str, measure: Measure) -> None:
    registry, _, row = REPORTS[report]
    assert measure.of(row.figures) in (Share(0, 0), 0, None)
    assert measure.subjects
    assert all(measure in registry.columns(subject) for subject in measure.subjects)


@pytest.mark.parametrize(("registry", "subjects"), [(STATISTICS, Subject), (GUARANTEE_NOW, NowSubject)])
def test_every_definition_explains_a_measure_and_every_table_has_both(registry: Registry, subjects: type[Enum]) -> None:
    assert set(registry.definitions) == {measure.definition for measure in registry.measures}
    for subject in subjects:
        assert registry.columns(subject)
        assert registry.explained(subject)
    assert {one for subject in subjects for one in registry.explained(subject)} == set(registry.definitions)


def test_no_measure_or_definition_is_made_beside_the_registries() -> None:
    known = {one for registry, _, _ in REPORTS.values() for one in (*registry.measures, *registry.definitions)}
    found = set()
    for package in (measures, reports):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            values = vars(importlib.import_module(module.name)).values()
            found |= {value for value in values if isinstance(value, Measure | Definition)}
    assert found
    assert found <= known


# --- What is refused --------------------------------------------------------------------------------------------------


class One(Enum):
    TABLE = "Tabell"


COUNTS = Columns((Column("a"), Column("b"), Column("both")), (Sum(("a", "b"), "both"),), {"heads": ("both",)})


@pytest.fixture
def registry() -> Registry:
    return Registry(COUNTS)


@pytest.fixture
def about(registry: Registry) -> Definition:
    return registry.define("Mått", "a ÷ b", "Text.", "Alla.", One.TABLE)


def test_a_share_of_a_count_that_no_column_holds_is_refused(registry: Registry, about: Definition) -> None:
    with pytest.raises(MeasureError, match="new is made of c, which no column holds"):
        registry.share("new", "Ny", lambda a, c: Share(a, c), about, One.TABLE)
    assert registry.measures == ()


def test_so_is_a_number(registry: Registry, about: Definition) -> None:
    with pytest.raises(MeasureError, match="made of c"):
        registry.number("c", "Ny", Unit.CASES, about, One.TABLE)
    registry.number("heads", "Personer", Unit.PERSONS, about, One.TABLE)


def test_a_measure_sees_only_what_it_says_it_is_made_of(registry: Registry, about: Definition) -> None:
    share = registry.share("new", "Ny", lambda a, both: Share(a, both), about, One.TABLE)

    class Row:
        a, both = 3, 9

    assert share.share_of(Row()) == Share(3, 9)
    assert share.inputs == ("a", "both")


def test_two_measures_of_one_table_have_two_labels(registry: Registry, about: Definition) -> None:
    registry.number("a", "Ett", Unit.CASES, about, One.TABLE)
    with pytest.raises(MeasureError, match="has the label Ett"):
        registry.number("b", "Ett", Unit.CASES, about, One.TABLE)


def test_a_key_or_a_name_is_taken_once(registry: Registry, about: Definition) -> None:
    registry.number("a", "Ett", Unit.CASES, about, One.TABLE)
    with pytest.raises(MeasureError, match="registered twice"):
        registry.number("a", "Ett till", Unit.CASES, about, One.TABLE)
    with pytest.raises(MeasureError, match="defined twice"):
        registry.define("Mått", "", "", "", One.TABLE)


def test_a_measure_is_explained_by_its_own_registry(registry: Registry) -> None:
    with pytest.raises(MeasureError, match="not of this registry"):
        registry.number("a", "Ett", Unit.CASES, STATISTICS.definitions[0], One.TABLE)


def test_a_column_in_no_sum_is_refused() -> None:
    with pytest.raises(UntiedColumnError, match="c: in no sum"):
        Columns((Column("a"), Column("b"), Column("c")), (Sum(("a",), "b"),))


def test_so_is_a_sum_over_something_that_is_no_column() -> None:
    with pytest.raises(UntiedColumnError, match="c: named in a sum"):
        Columns((Column("a"), Column("b")), (Sum(("a", "c"), "b"),))
    with pytest.raises(UntiedColumnError, match="heads: named"):
        Columns((Column("a"), Column("b", persons="heads")), (Sum(("a",), "b"),))
