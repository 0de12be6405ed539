"""Rejected rows that are corrected and brought in with another import: they are not left out any more."""

from __future__ import annotations

import datetime

import pytest

from aspirants.models import Enrolment
from imports.choices import JobKind, Outcome, Policy, Verdict
from imports.left_out import left_out_rows
from imports.models import ImportBatch
from imports.operations import choose_outcome, choose_policy, start_import
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from organisation.models import Jobbtorg, User
from tests.imports.conftest import HEADER
from tests.imports.running import asked, brought_in, checked, done, files_of, started, verdicts
from tests.roles import as_role

pytestmark = pytest.mark.django_db

AS_OF = datetime.date(2008, 6, 30)
YEAR = (datetime.date(2008, 1, 1), datetime.date(2008, 12, 31))
WRONG_NUMBER = "790417-9815;Lindström;Björn;AL;Östermalm;2008-03-19;;;;;Pågår;"
WRONG_DAY = "740101-9851;Ek;Per;PL;Södermalm;2008-02-30;;;;;Pågår;"
GOOD = "880229-9837;Nuñez;José;AL;Östermalm;2008-05-14;;;2008-05-20;;Pågår;"


def a_list(*rows: str) -> dict[str, bytes]:
    return {"lista.csv": "\r\n".join([HEADER, *rows]).encode()}


@pytest.fixture
def first(admin: User, rosenlund: Jobbtorg, coaches: dict[str, User]) -> ImportBatch:
    """A list with two faulty rows, brought in without them."""
    return brought_in(admin, started(admin, rosenlund, a_list(GOOD, WRONG_NUMBER, WRONG_DAY), as_of=AS_OF))


def follow(admin: User, jobbtorg: Jobbtorg, first: ImportBatch, *rows: str) -> ImportBatch:
    with as_role(WEB), acting_for(admin):
        files = files_of(a_list(*rows))
        job = start_import(actor=admin, files=files, jobbtorg=jobbtorg, as_of=AS_OF, follows=first)
    batch = done(job).batch
    with as_role(WEB), acting_for(admin):
        choose_outcome(actor=admin, batch=batch, outcome=Outcome.CLOSED, outcome_on=datetime.date(2008, 7, 1))
        choose_policy(actor=admin, batch=batch, policy=Policy.ALL)
    checked(admin, batch)
    asked(admin, batch, JobKind.COMMIT)
    return batch


def test_a_corrected_row_comes_in_and_its_first_version_is_skipped(
    admin: User, rosenlund: Jobbtorg, first: ImportBatch
) -> None:
    assert verdicts(first) == {2: Verdict.NEW, 3: Verdict.ERROR, 4: Verdict.ERROR}
    follow(
        admin,
        rosenlund,
        first,
        WRONG_NUMBER.replace("9815", "9814"),
        WRONG_DAY.replace("2008-02-30", "2008-02-29"),
    )
    assert Enrolment.objects.count() == 3
    assert verdicts(first) == {2: Verdict.NEW, 3: Verdict.SKIP, 4: Verdict.SKIP}
    assert left_out_rows(*YEAR, [rosenlund.pk]).left_out == 0


def test_what_was_not_corrected_is_still_left_out(admin: User, rosenlund: Jobbtorg, first: ImportBatch) -> None:
    follow(admin, rosenlund, first, WRONG_DAY.replace("2008-02-30", "2008-02-29"))
    assert verdicts(first) == {2: Verdict.NEW, 3: Verdict.ERROR, 4: Verdict.SKIP}
    assert left_out_rows(*YEAR, [rosenlund.pk]).left_out == 1


def test_rows_that_were_only_checked_are_not_left_out(
    admin: User, rosenlund: Jobbtorg, coaches: dict[str, User]
) -> None:
    batch = checked(admin, started(admin, rosenlund, a_list(GOOD, WRONG_NUMBER), as_of=AS_OF))
    assert Verdict.ERROR in verdicts(batch).values()
    assert left_out_rows(*YEAR, [rosenlund.pk]).left_out == 0
