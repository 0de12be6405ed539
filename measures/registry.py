"""A measure is one object: what it is called, what it is made of, how it is worked out, and what it means.

Measures are made by a registry alone, in the order in which they are shown. Tables, files, the list of definitions,
what is hidden outside the unit, and the version of the definitions follow from the registry.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from core.shares import Share
from measures.small_numbers.columns import Columns


class MeasureError(ValueError):
    """A measure cannot be registered as it is written; the message says what to change."""


class Unit(Enum):
    """What a measure counts in."""

    CASES = "ärenden"
    PERSONS = "personer"
    GUARANTEE_CLOCKS = "löften"
    WORKING_DAYS = "arbetsdagar"
    SHARE = "procent"


@dataclass(frozen=True)
class Definition:
    """A measure as a reader may ask about it: what it is called, how it is counted, and on whom (R-1-29).

    Measures that are explained together have one. `subject` is where it is explained.
    """

    name: str
    formula: str
    text: str
    population: str
    subject: Enum


@dataclass(frozen=True)
class Measure:
    """What is shown in one column. `inputs` are the names of the counts that the formula takes, in its order."""

    key: str
    label: str
    unit: Unit
    inputs: tuple[str, ...]
    formula: Callable[..., Share | int | None]
    definition: Definition
    subjects: tuple[Enum, ...]
    """The tables it stands in."""
    own_unit_only: bool = False
    """Whether it is about single persons, and so shown to nobody outside the unit."""

    @property
    def is_share(self) -> bool:
        return self.unit is Unit.SHARE

    def of(self, figures: object) -> Share | int | None:
        """The measure of the counts of a row, which are attributes of `figures`; None if there is nothing to tell."""
        return self.formula(*(getattr(figures, name) for name in self.inputs))

    def share_of(self, figures: object) -> Share:
        """The same where the measure is a share. Raises MeasureError for another."""
        found = self.of(figures)
        if not isinstance(found, Share):
            raise MeasureError(f"{self.key} is no share.")
        return found


class Registry:
    """The measures of one report, in the order of its tables. `tables` say which counts there are to make them of."""

    def __init__(self, *tables: Columns) -> None:
        self._names = {name for table in tables for name in table.names}
        self._measures: dict[str, Measure] = {}
        self._definitions: list[Definition] = []

    @property
    def measures(self) -> tuple[Measure, ...]:
        """All measures, in order."""
        return tuple(self._measures.values())

    @property
    def definitions(self) -> tuple[Definition, ...]:
        """What each means, in the order in which they were defined."""
        return tuple(self._definitions)

    def columns(self, subject: Enum) -> tuple[Measure, ...]:
        """The measures of a table, in order."""
        return tuple(measure for measure in self.measures if subject in measure.subjects)

    def explained(self, subject: Enum) -> tuple[Definition, ...]:
        """The definitions of a subject, those of its shares before those of its numbers."""
        of_shares = [measure.definition for measure in self.measures if measure.is_share]
        found = [definition for definition in self._definitions if definition.subject is subject]
        return tuple(sorted(found, key=lambda definition: definition not in of_shares))

    def define(self, name: str, formula: str, text: str, population: str, subject: Enum) -> Definition:
        """A definition, which measures then name as theirs. Raises MeasureError if the name is taken."""
        if any(definition.name == name for definition in self._definitions):
            raise MeasureError(f"{name}: defined twice.")
        definition = Definition(name, formula, text, population, subject)
        self._definitions.append(definition)
        return definition

    def number(
        self, count: str, label: str, unit: Unit, definition: Definition, *subjects: Enum, key: str = ""
    ) -> Measure:
        """A count shown as it is; `key` is its name in addresses where that is another than the count's."""
        return self._add(Measure(key or count, label, unit, (count,), lambda number: number, definition, subjects))

    def share(
        self, key: str, label: str, formula: Callable[..., Share], definition: Definition, *subjects: Enum
    ) -> Measure:
        """A share. The parameters of the formula are the names of the counts it takes, and it sees no others."""
        inputs = tuple(inspect.signature(formula).parameters)
        return self._add(Measure(key, label, Unit.SHARE, inputs, formula, definition, subjects))

    def at_home(
        self, count: str, label: str, unit: Unit, definition: Definition, *subjects: Enum, key: str = ""
    ) -> Measure:
        """A number that only the own unit sees, of something that is no column and is never hidden; None is a dash."""
        measure = Measure(key or count, label, unit, (count,), lambda number: number, definition, subjects, True)
        return self._add(measure)

    def _add(self, measure: Measure) -> Measure:
        if measure.key in self._measures:
            raise MeasureError(f"{measure.key}: registered twice.")
        beside = [one for one in self._measures.values() if set(one.subjects) & set(measure.subjects)]
        if any(one.label == measure.label for one in beside):
            raise MeasureError(f"{measure.key}: another measure of the same table has the label {measure.label}.")
        if measure.definition not in self._definitions:
            raise MeasureError(f"{measure.key}: its definition is not of this registry; make it with define().")
        unknown = [name for name in measure.inputs if name not in self._names]
        if unknown and not measure.own_unit_only:
            raise MeasureError(
                f"{measure.key} is made of {', '.join(unknown)}, which no column holds: it would be shown outside the "
                "unit however small. Give the count a Column and a Sum beside the other columns of its report."
            )
        self._measures[measure.key] = measure
        return measure
