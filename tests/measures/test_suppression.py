"""Hidden numbers stay hidden: from a printed table nobody can work out a number that is not printed."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from measures.small_numbers.suppression import SMALL, Cell, CellUse, Equation, Key, Mark, suppress

Grid = list[list[int]]


def grid_table(grid: Grid) -> tuple[dict[Key, Cell], list[Equation]]:
    """A table with a total for each row and column, and a grand total."""
    height, width = len(grid), len(grid[0])
    total = "sum"
    rows: list[int | str] = [*range(height), total]
    columns: list[int | str] = [*range(width), total]

    def value(row: int | str, column: int | str) -> int:
        chosen_rows = range(height) if row == total else [int(row)]
        chosen_columns = range(width) if column == total else [int(column)]
        return sum(grid[r][c] for r in chosen_rows for c in chosen_columns)

    cells: dict[Key, Cell] = {
        (row, column): Cell(value(row, column), rank=5 * ((row == total) + (column == total)))
        for row in rows
        for column in columns
    }
    along = [Equation(tuple((row, column) for column in range(width)), ((row, total),)) for row in rows]
    down = [Equation(tuple((row, column) for row in range(height)), ((total, column),)) for column in columns]
    return cells, along + down


def could_be_otherwise(
    key: Key, cells: Mapping[Key, Cell], equations: Sequence[Equation], marks: Mapping[Key, Mark]
) -> bool:
    """Whether some table with the same printed numbers has another value in the cell.

    Written independently of the code under test: a search over whole tables in which "färre än 5" is 1–4 and a hidden
    number anything from 0, that fills in what a sum with one blank leaves no choice about.
    """
    highest = max(cell.value for cell in cells.values()) + 4

    def allowed(of: Key) -> Sequence[int]:
        values = SMALL if marks[of] is Mark.FEW else range(highest + 1)
        values = [value for value in values if of != key or value != cells[key].value]
        return sorted(values, key=lambda value: abs(value - cells[of].value))

    def fill_in(table: dict[Key, int]) -> bool:
        changed = True
        while changed:
            changed = False
            for equation in equations:
                blanks = [(sign, of) for sign, of in equation.terms if of not in table]
                rest = -sum(sign * table[of] for sign, of in equation.terms if of in table)
                if not blanks and rest:
                    return False
                if len(blanks) == 1:
                    sign, of = blanks[0]
                    if sign * rest not in allowed(of):
                        return False
                    table[of] = sign * rest
                    changed = True
        return True

    def search(table: dict[Key, int]) -> bool:
        if not fill_in(table):
            return False
        blanks = [of for of in cells if of not in table]
        if not blanks:
            return True
        of = min(blanks, key=lambda blank: (blank != key, len(allowed(blank))))
        return any(search({**table, of: value}) for value in allowed(of))

    return search({of: cell.value for of, cell in cells.items() if marks[of] is Mark.EXACT})


def worked_out(cells: Mapping[Key, Cell], equations: Sequence[Equation], marks: Mapping[Key, Mark]) -> list[Key]:
    """The hidden cells that have the same value in every possible table."""
    hidden = [key for key, mark in marks.items() if mark is not Mark.EXACT]
    return [key for key in hidden if not could_be_otherwise(key, cells, equations, marks)]


numbers = st.one_of(st.integers(0, 6), st.sampled_from([0, 5, 8]))
small_grids = st.tuples(st.integers(1, 2), st.integers(2, 3)).flatmap(
    lambda size: st.lists(st.lists(numbers, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0])
)


@settings(max_examples=150, deadline=None)
@given(small_grids)
def test_no_hidden_number_can_be_worked_out_by_trying_every_table(grid: Grid) -> None:
    cells, equations = grid_table(grid)
    marks = suppress(cells, equations)
    assert worked_out(cells, equations, marks) == []


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 40), min_size=4, max_size=4), min_size=2, max_size=6))
def test_every_small_number_is_hidden_and_few_always_means_one_to_four(grid: Grid) -> None:
    cells, equations = grid_table(grid)
    marks = suppress(cells, equations)
    for key, cell in cells.items():
        assert (cell.value in SMALL) <= (marks[key] is not Mark.EXACT)
        assert (marks[key] is Mark.FEW) <= (cell.value in SMALL)


@settings(deadline=None)
@given(st.lists(st.lists(st.one_of(st.just(0), st.integers(5, 40)), min_size=3, max_size=3), min_size=1, max_size=5))
def test_a_table_without_small_numbers_is_printed_in_full(grid: Grid) -> None:
    cells, equations = grid_table(grid)
    assert set(suppress(cells, equations).values()) == {Mark.EXACT}


def test_one_small_number_hides_another_in_its_row_and_column() -> None:
    cells, equations = grid_table([[3, 20, 30], [40, 50, 60]])
    marks = suppress(cells, equations)
    hidden = {key for key, mark in marks.items() if mark is not Mark.EXACT}
    assert marks[0, 0] is Mark.FEW
    assert len(hidden) == 4
    assert not any("sum" in key for key in hidden)  # type: ignore[operator]


def test_two_small_numbers_with_an_extreme_sum_need_a_third() -> None:
    """1 + 1 = 2 and 4 + 4 = 8 give themselves away although two cells are hidden."""
    for number in (1, 4):
        cells, equations = grid_table([[number, number, 30]])
        assert worked_out(cells, equations, suppress(cells, equations)) == []


def test_a_bridge_between_two_blocks_is_seen_by_the_equations_together() -> None:
    """Each row and column with hidden cells has two of them, and yet (2, 2) follows from all sums together."""
    hidden = {(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 2), (2, 3), (3, 2), (3, 3), (2, 4), (3, 4)}
    grid = [[3 if (row, column) in hidden else 50 for column in range(5)] for row in range(4)]
    cells, equations = grid_table(grid)
    marks = suppress(cells, equations)
    assert all(marks[key] is not Mark.EXACT for key in hidden)


def test_closed_cases_of_few_persons_are_hidden_although_they_are_many() -> None:
    assert suppress({"closed": Cell(6, persons=3)}, []) == {"closed": Mark.HIDDEN}


def test_a_number_derived_from_two_printed_ones_is_protected_too() -> None:
    """The jobbtorg without its branch is not printed, but would follow: 12 − 9 = 3."""
    cells: dict[Key, Cell] = {"own": Cell(3, CellUse.DERIVED), "branch": Cell(9), "all": Cell(12)}
    marks = suppress(cells, [Equation(("own", "branch"), ("all",))])
    assert Mark.HIDDEN in marks.values()


def test_what_a_reader_may_guess_is_taken_as_known() -> None:
    """That nobody protected is in a column can be guessed, so one hidden unit is not enough."""
    cells: dict[Key, Cell] = {
        "protected": Cell(0, CellUse.ASSUMED),
        "a": Cell(3),
        "b": Cell(20),
        "c": Cell(30),
        "all": Cell(53, rank=10),
    }
    marks = suppress(cells, [Equation(("protected", "a", "b", "c"), ("all",))])
    assert [key for key, mark in marks.items() if mark is not Mark.EXACT] == ["a", "b"]


def test_many_units_and_reasons_are_done_without_delay() -> None:
    """A whole city with mostly small numbers ends; the combinations are those of a real tertial."""
    pattern = itertools.cycle([0, 1, 7, 2, 12, 0, 4, 3, 30, 1, 0, 5])
    grid = [[next(pattern) for _ in range(24)] for _ in range(13)]
    cells, equations = grid_table(grid)
    marks = suppress(cells, equations)
    assert all(marks[key] is not Mark.EXACT for key, cell in cells.items() if cell.value in SMALL)
