"""Lists of many persons with sample A's headings, handed in and checked: for tests about how an import is worked at."""

from __future__ import annotations

import datetime
from io import BytesIO

from django.core.files import File

from demo.identities import nth_number
from imports.choices import JobKind, Outcome, Policy
from imports.models import ImportBatch, ImportJob
from imports.operations import ask_for, choose_outcome, choose_policy, start_import
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from organisation.models import Jobbtorg, User
from tests.imports.conftest import HEADER
from tests.imports.running import done
from tests.roles import as_role

AS_OF = datetime.date(2008, 6, 30)


def many_rows(count: int, *, first: int = 1, note: str = "") -> bytes:
    """A list of so many persons, whose plans were approved and who then went on."""
    rows = [
        f"{nth_number(number)};Ek;Per;AL;Östermalm;2008-03-19;;;2008-03-28;;Pågår;{note}"
        for number in range(first, first + count)
    ]
    return "\r\n".join([HEADER, *rows]).encode()


def handed_in(admin: User, jobbtorg: Jobbtorg, content: bytes, as_of: datetime.date = AS_OF) -> ImportJob:
    """The reading of a file, asked for and not begun."""
    file = File(BytesIO(content), name="lista.csv")
    file.size = len(content)
    with as_role(WEB), acting_for(admin):
        return start_import(actor=admin, files=[file], jobbtorg=jobbtorg, as_of=as_of)


def checked_import(
    admin: User,
    jobbtorg: Jobbtorg,
    content: bytes,
    *,
    as_of: datetime.date = AS_OF,
    outcome: Outcome = Outcome.CLOSED,
    policy: Policy = Policy.GOOD_ROWS,
) -> ImportBatch:
    """An import of one list that has been checked; cases that no list closes ended with the year 2008."""
    batch = done(handed_in(admin, jobbtorg, content, as_of)).batch
    day = datetime.date(2008, 12, 31) if outcome == Outcome.CLOSED else None
    with as_role(WEB), acting_for(admin):
        choose_outcome(actor=admin, batch=batch, outcome=outcome, outcome_on=day)
        choose_policy(actor=admin, batch=batch, policy=policy)
        job = ask_for(actor=admin, batch=batch, kind=JobKind.CHECK)
    done(job)
    batch.refresh_from_db()
    return batch
