"""A definition cannot change while its version stays."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

import pytest

from core.shares import Share
from measures.definition_version import DEFINITION_VERSION, DIGESTS, digest_now, what_to_do
from measures.registry import Definition, Registry, Unit
from measures.small_numbers.columns import Column, Columns, Sum

RELEASED = {
    "2": "c77d ef72 c9c4 513f",
    "3": "36a3 821e c8d5 9fde",
}
"""The rows of DIGESTS, written a second time: files say which version they were counted by, so no row may change."""


def test_the_version_says_what_the_definitions_say() -> None:
    assert not what_to_do(), what_to_do()


def test_rows_are_added_and_never_changed() -> None:
    assert list(DIGESTS.items()) == list(RELEASED.items()), (
        "Give a changed definition a new row at the end of both tables, and leave the rows before it as they are."
    )
    assert list(DIGESTS) == [str(number) for number in range(2, 2 + len(DIGESTS))]
    assert len(set(DIGESTS.values())) == len(DIGESTS)
    assert list(RELEASED)[-1] == DEFINITION_VERSION


class One(Enum):
    TABLE = "Tabell"


COUNTS = Columns((Column("a"), Column("b"), Column("both")), (Sum(("a", "b"), "both"),))
WORDS = {"name": "Mått", "in_words": "a ÷ båda", "text": "Text.", "population": "Alla."}


def _define(of: Registry, words: dict[str, str]) -> Definition:
    name, in_words, text, population = (WORDS | words).values()
    return of.define(name, in_words, text, population, One.TABLE)


def registry(
    formula: Callable[..., Share] = lambda a, both: Share(a, both), label: str = "Andel", **words: str
) -> Registry:
    made = Registry(COUNTS)
    about = _define(made, words)
    made.share("share", label, formula, about, One.TABLE)
    return made


CHANGES = {
    "name": registry(name="Måttet"),
    "text": registry(text="Text, en annan."),
    "formula in words": registry(in_words="båda ÷ a"),
    "population": registry(population="Några."),
    "label": registry(label="Andelen"),
    "input": registry(lambda b, both: Share(b, both)),
    "formula": registry(lambda a, both: Share(2 * a, both)),
    "whole": registry(lambda a, both: Share(a, both + 1)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_of_a_meaning_changes_the_digest(change: str) -> None:
    assert digest_now([CHANGES[change]]) != digest_now([registry()])


def test_a_new_measure_changes_the_digest_and_the_order_does_not() -> None:
    one, other = registry(), registry()
    one.number("a", "A", Unit.CASES, one.definitions[0], One.TABLE)
    assert digest_now([one]) != digest_now([other])
    reordered = Registry(COUNTS)
    about = _define(reordered, {})
    reordered.number("a", "A", Unit.CASES, about, One.TABLE)
    reordered.share("share", "Andel", lambda a, both: Share(a, both), about, One.TABLE)
    assert digest_now([one]) == digest_now([reordered])


def test_the_sentence_says_which_row_to_add() -> None:
    sentence = what_to_do([registry()])
    assert f'"{int(DEFINITION_VERSION) + 1}": "{digest_now([registry()])}"' in sentence
    assert "measures/definition_version.py" in sentence
