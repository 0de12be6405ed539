"""No person reaches a log line."""

import logging
import sys

import pytest

from jobbtorg.logs import DiscreetFormatter

FORMATTER = DiscreetFormatter("%(asctime)s %(levelname)s %(name)s %(message)s")


def line(message: str, *arguments: object, exc_info=None) -> str:
    return FORMATTER.format(logging.LogRecord("audit", logging.INFO, __file__, 1, message, arguments, exc_info))


@pytest.mark.parametrize(
    "number",
    [
        "19900101-2385",
        "199001012385",
        "900101-2385",
        "9001012385",
        "900101+2385",
        "19900161-2384",
        "900101 2385",
        "900101-T385",
        "19900101-x385",
    ],
)
def test_identity_numbers_are_masked_however_they_are_written(number):
    written = line("No case for %s in this unit", number)
    assert number not in written
    assert written.endswith("No case for [identity number] in this unit")


def test_they_are_masked_in_tracebacks_and_row_values_are_left_out():
    said_by_postgres = "19900101-2385\nDETAIL:  Key (name)=(Anna Berg) already exists."
    try:
        raise ValueError(said_by_postgres)
    except ValueError:
        written = line("Failed", exc_info=sys.exc_info())
    assert "2385" not in written
    assert "Anna Berg" not in written
    assert "DETAIL: [left out]" in written


@pytest.mark.parametrize(
    "text", ["GET /arenden/1234567/ 200", "took 12345 ms", "2026-11-23 14:30:00,123", "process 4194304"]
)
def test_other_numbers_stay(text):
    assert text in line(text)
