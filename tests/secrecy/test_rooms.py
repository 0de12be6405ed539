"""The rooms, where row security looks up who is met where: they follow every way of writing, at the same moment too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import OperationalError, connection, models

from aspirants.models import Consent, Disclosure, Enrolment, Person, ReportedFact
from aspirants.models.rooms import make_anew, rooms_of
from deadlines.models import DeadlineClock
from demo.factories import JobbtorgFactory, ReferralFactory, UserFactory
from jobbtorg.declarations import declared
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from organisation.models import Jobbtorg
from organisation.row_security import MY_JOBBTORG_THEN, MY_UNITS_THEN
from referrals.models import Referral
from tests.roles import as_role

pytestmark = pytest.mark.django_db

KEPT: list[type[models.Model]] = [Enrolment, DeadlineClock, Referral]


def _rooms(model: type[models.Model]) -> list[tuple[int, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, person_id, room FROM {rooms_of(model._meta.db_table)} ORDER BY id")
        return [tuple(row) for row in cursor.fetchall()]


def _as_it_should_be(model: type[models.Model]) -> list[tuple[int, int, int]]:
    rows = model._default_manager.order_by("pk").values_list("pk", "person_id", "jobbtorg_id", "person__protection")
    return [(pk, person, place if grade == "NONE" else -place) for pk, person, place, grade in rows]


def _all_are_right() -> None:
    for model in KEPT:
        found = _rooms(model)
        assert found == _as_it_should_be(model), model
        assert found, model


@pytest.fixture
def case() -> Enrolment:
    """A case that a referral led to, and another person's."""
    ReferralFactory(enrolled=True)
    referral = ReferralFactory(enrolled=True)
    made: Enrolment = referral.enrolment
    return made


def test_rooms_follow_what_is_added_moved_and_removed(case: Enrolment) -> None:
    _all_are_right()
    elsewhere = JobbtorgFactory()
    for model in KEPT:
        model._default_manager.filter(person_id=case.person_id).update(jobbtorg=elsewhere)
    _all_are_right()
    assert (case.pk, case.person_id, elsewhere.pk) in _rooms(Enrolment)
    Referral.objects.filter(person_id=case.person_id).delete()
    assert len(_rooms(Referral)) == 1
    assert _rooms(Referral) == _as_it_should_be(Referral)


def test_rooms_follow_protection(case: Enrolment) -> None:
    for grade in ("SEKRETESSMARKERING", "SKYDDAD_FOLKBOKFORING", "NONE"):
        Person.objects.filter(pk=case.person_id).update(protection=grade, phone="", email="")
        _all_are_right()
        assert ((case.pk, case.person_id, -case.jobbtorg_id) in _rooms(Enrolment)) == (grade != "NONE")
    Person.objects.filter(pk=case.person_id).update(protection="SEKRETESSMARKERING")
    ReferralFactory(person=case.person)
    _all_are_right()


def test_rooms_made_anew_are_the_same(case: Enrolment) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE aspirants_enrolment_room SET room = 1; DELETE FROM deadlines_deadlineclock_room", None)
        make_anew(cursor)
    _all_are_right()


def test_every_table_that_brings_a_person_to_a_jobbtorg_has_rooms() -> None:
    bringing = {
        model
        for model in apps.get_models()
        if {Person, Jobbtorg} <= {field.related_model for field in model._meta.concrete_fields}
        and not model._meta.db_table.endswith("change")
    }
    # What a referral said, what was told and what was agreed to are seen where the person has a case or a referral,
    # which bring the person there.
    assert bringing - {ReportedFact, Disclosure, Consent} == set(KEPT)


def test_whom_a_request_hides_is_looked_up_among_the_protected_alone(case: Enrolment) -> None:
    """By an index of negative rooms: what else a unit has had in all its years is not looked at."""
    asked = declared("row_security", "HIDES")
    assert len(asked) == 4
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for query in asked:
            text = query.replace(f"-{MY_JOBBTORG_THEN}", "-7").replace(f"({MY_UNITS_THEN})", "('{7,8}'::bigint[])")
            cursor.execute(f"EXPLAIN {text}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "_room_hidden" in plan, plan


def test_the_views_show_ones_own_rooms_alone(case: Enrolment) -> None:
    """Also by SQL of one's own, keys of other units' cases are not there; of protected persons neither."""
    coach = UserFactory(coach=True, jobbtorg=case.jobbtorg)
    appointed = UserFactory(coach=True, jobbtorg=case.jobbtorg, protected_access=True)
    for grade, seen_by in (("NONE", (coach, appointed)), ("SEKRETESSMARKERING", (appointed,))):
        Person.objects.filter(pk=case.person_id).update(protection=grade)
        for user in (coach, appointed):
            with as_role(WEB), acting_for(user), connection.cursor() as cursor:
                for view in ("aspirants_case_here", "aspirants_case_readable", "deadlines_clock_here"):
                    cursor.execute(f"SELECT DISTINCT person_id FROM {view}")
                    assert cursor.fetchall() == ([(case.person_id,)] if user in seen_by else []), (view, user)


@pytest.fixture
def colleague() -> Iterator[Any]:
    """A second connection, whose transaction runs at the same time."""
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as opened:
        opened.execute("SET lock_timeout = '300ms'")
        opened.commit()
        yield opened


ANOTHER_CLOCK = """
INSERT INTO deadlines_deadlineclock (policy_id, person_id, jobbtorg_id, reference, covered, covered_reason, status,
       fulfilment, late_registered, historical, created_at)
SELECT policy_id, person_id, jobbtorg_id, 'B-1', covered, '', 'WAITING', '', false, true, now()
  FROM deadlines_deadlineclock WHERE person_id = %s LIMIT 1 RETURNING id
"""


@pytest.mark.django_db(transaction=True)
def test_who_is_protected_at_the_same_moment_is_hidden(case: Enrolment, colleague: Any) -> None:
    """What is added just then waits for the protection, or the protection for it; neither misses the other."""
    colleague.execute("UPDATE aspirants_person SET protection = 'SEKRETESSMARKERING' WHERE id = %s", [case.person_id])
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '300ms'")
        with pytest.raises(OperationalError, match="lock timeout"):
            cursor.execute(ANOTHER_CLOCK, [case.person_id])
    colleague.rollback()
    colleague.execute(ANOTHER_CLOCK, [case.person_id])
    with pytest.raises(OperationalError, match="lock timeout"):
        Person.objects.filter(pk=case.person_id).update(protection="SEKRETESSMARKERING")
    colleague.commit()
    Person.objects.filter(pk=case.person_id).update(protection="SEKRETESSMARKERING")
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 0")
    _all_are_right()


@pytest.mark.django_db(transaction=True)
def test_other_changes_of_a_person_hold_nobody_up(case: Enrolment, colleague: Any) -> None:
    Person.objects.filter(pk=case.person_id).update(birth_date=date(1990, 1, 1))
    with connection.cursor() as cursor:
        cursor.execute("BEGIN; UPDATE aspirants_person SET phone = '08-1' WHERE id = %s" % case.person_id, None)  # noqa: UP031
        colleague.execute(ANOTHER_CLOCK, [case.person_id])
        colleague.commit()
        cursor.execute("COMMIT")
    _all_are_right()


def test_a_protection_is_part_of_the_persons_key() -> None:
    """What the two tests above rest on: without this index a change of protection would wait for nobody."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indisunique AND indpred IS NULL FROM pg_index WHERE indexrelid = 'person_with_protection'::regclass"
        )
        assert cursor.fetchone() == (True,)
