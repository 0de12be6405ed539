"""Where a case comes from is told on its pages, to those who may open it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from demo.factories import EnrolmentFactory, UserFactory
from imports.choices import JobKind, JobState
from imports.jobs.work import _for_whom_asked
from imports.models import ImportJob
from imports.pages.provenance import from_lists
from imports.row_security import PROVENANCE
from organisation.access.acting import System, acting_for
from organisation.access.database_roles import STADSDEL, WEB
from organisation.models import Jobbtorg, Role, User
from tests.imports.brought_in import bring_in, new_import, whole_case
from tests.roles import as_role

pytestmark = pytest.mark.django_db

SENTENCE = "Ur importerad lista lista 2008.csv, rad 12, införd 23 nov 2026 av Siv Admin."


@pytest.fixture
def manager(rosenlund: Jobbtorg) -> User:
    return UserFactory(role=Role.MANAGER, jobbtorg=rosenlund)


@pytest.fixture
def imported_case(admin: User, rosenlund: Jobbtorg):
    with acting_for(System.IMPORT):
        batch = bring_in(new_import(admin, rosenlund), whole_case)
    return batch.rows.get().enrolment


def test_the_case_and_the_person_tell_the_list(imported_case, manager: User, client: Client) -> None:
    client.force_login(manager)
    for page in ("", "person"):
        url = f"/arenden/{imported_case.pk}/{page}"
        assert SENTENCE in client.get(url).content.decode(), url


def test_a_case_that_was_registered_here_tells_nothing(manager: User, client: Client, rosenlund: Jobbtorg) -> None:
    case = EnrolmentFactory(jobbtorg=rosenlund)
    client.force_login(manager)
    assert "Ur importerad lista" not in client.get(f"/arenden/{case.pk}/").content.decode()


def test_only_those_who_may_open_the_case_are_told(imported_case, manager: User, admin: User) -> None:
    elsewhere = UserFactory(
        role=Role.MANAGER, jobbtorg=Jobbtorg.objects.create(code="KI", name="K", valid_from="2008-01-01")
    )

    def told(user: User) -> list[str]:
        with as_role(WEB), acting_for(user):
            return from_lists(imported_case)

    assert told(manager) == [SENTENCE]
    assert told(elsewhere) == []
    assert told(admin) == [], "who cannot read the register is told by the import's own pages"
    with as_role(STADSDEL), connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
        cursor.execute(f"SELECT count(*) FROM {PROVENANCE}")


def test_history_says_that_a_version_is_an_imports(
    admin: User, rosenlund: Jobbtorg, manager: User, client: Client
) -> None:
    batch = new_import(admin, rosenlund)
    job = ImportJob.objects.create(kind=JobKind.COMMIT, batch=batch, asked_by=admin, state=JobState.WORKING)
    with _for_whom_asked(job):
        bring_in(batch, whole_case)
    case = batch.rows.get().enrolment
    client.force_login(manager)
    page = client.get(f"/arenden/{case.pk}/historik").content.decode()
    assert "Siv Admin, systemförvaltare, genom import" in page
