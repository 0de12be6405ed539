"""The whole city's 2008 by the command: the figures that the letter of 2009 has."""

from __future__ import annotations

import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from aspirants.models import Closure, Enrolment
from organisation.models import Jobbtorg, Role, User
from tests.imports.city_2008 import AS_OF, COACHES, UNITS, lists_of
from tests.imports.conftest import THE_BEGINNING

PART = 1 if os.environ.get("FULL") else 20
"""One case of so many. `FULL=1` brings in all 8 655 (docs/testing.md)."""


@pytest.fixture
def city(reference_data: None, admin: User) -> dict[str, Jobbtorg]:
    """The jobbtorg of 2008, each with three coaches."""
    units = {}
    for code in UNITS:
        units[code] = Jobbtorg.objects.create(code=code, name=f"Jobbtorg {code}", valid_from=THE_BEGINNING)
        for signature in COACHES:
            User.objects.create_user(
                f"{signature}.{code}@example.se",
                first_name=signature[0],
                last_name=signature[1],
                role=Role.COACH,
                jobbtorg=units[code],
                signature=signature,
            )
    return units


def bring_in(code: str, folder: Path) -> dict[str, object]:
    """The three lists of a jobbtorg, brought in by the command."""
    paths = []
    for name, content in lists_of(code, part=PART).items():
        path = folder / name
        path.write_bytes(content)
        paths.append(str(path))
    out = StringIO()
    options = ["--unit", code, "--as-of", str(AS_OF), "--outcome", "closed", "--outcome-on", "2009-01-01"]
    call_command("import_legacy", *paths, *options, "--commit", "--format", "json", stdout=out)
    report: dict[str, object] = json.loads(out.getvalue())
    return report


@pytest.mark.django_db
def test_the_year_has_the_shares_of_the_letter(city: dict[str, Jobbtorg], tmp_path: Path) -> None:
    for code, (cases, closed) in UNITS.items():
        report = bring_in(code, tmp_path)
        assert report["committed"] is True
        of_unit = Enrolment.objects.filter(jobbtorg=city[code])
        assert of_unit.count() == cases // PART
        assert Closure.objects.filter(enrolment__in=of_unit, closed_on__lte=AS_OF).count() == closed // PART
    assert not Enrolment.objects.open().exists(), "nothing of 2008 is today's"
