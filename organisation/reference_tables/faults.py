"""What is wrong with a file of reference data: for each fault its row, its column and one Swedish sentence."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import DatabaseError
from import_export.results import Result

from core.spreadsheets.refusing import UnreadableFileError
from organisation.reference_tables.columns import TableError

logger = logging.getLogger(__name__)

UNFORESEEN = "Raden gick inte att spara. Kontrollera den, och fråga den som sköter driften om felet kommer igen."


@dataclass(frozen=True)
class Fault:
    """A fault of the whole file has no row, one of a whole row no column. `row` counts from 1, the header included."""

    sentence: str
    row: int | None = None
    column: str = ""


def faults_of(result: Result, headings: Mapping[str, str], row_numbers: Sequence[int]) -> list[Fault]:
    """All faults of an import in the order of the file. `headings`: by field; `row_numbers`: of the imported rows."""
    found = [Fault(sentence_of(error.error)) for error in result.base_errors]
    found += [
        Fault(sentence_of(error.error), row_numbers[row.number - 1])
        for row in result.error_rows
        for error in row.errors
    ]
    found += [
        Fault(
            " ".join(sentences), row_numbers[row.number - 1], headings.get(name, "") if name != NON_FIELD_ERRORS else ""
        )
        for row in result.invalid_rows
        for name, sentences in row.error_dict.items()
    ]
    return sorted(found, key=lambda fault: fault.row or 0)


def sentence_of(error: Exception, *, otherwise: str = UNFORESEEN) -> str:
    """What an administrator reads of an error: our own words, or the constraint's; the log has the rest."""
    if isinstance(error, TableError | UnreadableFileError):
        return str(error)
    logger.error("A file or row of reference data could not be brought in.", exc_info=error)
    return (_words_of_constraint(error) if isinstance(error, DatabaseError) else "") or otherwise


def _words_of_constraint(error: DatabaseError) -> str:
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    constraints = (constraint for model in apps.get_models() for constraint in model._meta.constraints)
    return next((str(one.violation_error_message) for one in constraints if one.name == name), "")
