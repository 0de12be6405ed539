"""The measured cities, each built once in `var/bench` and used again while it is what was asked for."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.utils import timezone

from demo.measured_city import City, Mark, build_city, mark_of, write_mark
from tests.bench.databases import connected_to, exists, make_database, remove_database

SEED = 1
AGES_DAYS = 7
"""A city is of the day on which it was built; after so many days it is built anew."""


@contextmanager
def city_of(scale: float) -> Iterator[str]:
    """Inside, the connection is to the city of this scale, with today's migrations; gives the database's name."""
    name = name_of(scale)
    if exists(name) and not _is_fit(name, scale):
        remove_database(name)
    if not exists(name):
        make_database(name)
        _build(name, scale)
    with connected_to(name):
        call_command("migrate", verbosity=0)
        yield name


def name_of(scale: float) -> str:
    """The database of the city of a scale."""
    return f"city_{scale:g}".replace(".", "_")


def _is_fit(name: str, scale: float) -> bool:
    with connected_to(name):
        mark = mark_of()
    if mark is None or (mark.scale, mark.seed) != (scale, SEED) or not mark.built_on:
        return False
    return (timezone.localdate() - datetime.date.fromisoformat(mark.built_on)).days < AGES_DAYS


def _build(name: str, scale: float) -> None:
    sys.stderr.write(f"Building the city of scale {scale:g} in {name} …\n")
    with connected_to(name):
        call_command("migrate", verbosity=0)
        call_command("load_reference_data", verbosity=0)
        write_mark(Mark())
        build_city(City(scale, SEED), report=_tell)


def _tell(line: str) -> None:
    sys.stderr.write(f"  {line}\n")
