"""The second lock, asked directly: what the database shows a role and a user when no page stands before it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from aspirants.models import Enrolment, Person
from deadlines.models import ClockPause, DeadlineClock
from demo.factories import (
    ClockPauseFactory,
    EnrolmentFactory,
    JobPlanVersionFactory,
    MeetingFactory,
    ReferralFactory,
    UserFactory,
    WalkInFactory,
)
from jobbtorg.database.row_security import policies, protected_tables
from notices.models import Notice
from organisation.access.acting import DatabaseRole, System, acting_for, as_database_role
from organisation.access.database_roles import ALL, LOG_READER, OWNER, REPORTS, STADSDEL, WEB, WORKER
from organisation.models import User
from referrals.models import Referral, WalkIn
from tests.person_bound import leads_to_a_person
from tests.roles import as_role
from tests.visits import signed_in

pytestmark = pytest.mark.django_db


NAMES_STAFF_ONLY = {
    "organisation_user",
    "organisation_position",
    "organisation_deputy",
    "organisation_savedview",
    "organisation_listcolumns",
    "mfa_authenticator",
}
"""Under row security because of who may read or change them. Who works where is read by everybody; a factor's secret is
encrypted."""


@pytest.fixture
def coach() -> User:
    return UserFactory(coach=True)


@pytest.fixture
def world(coach: User) -> Enrolment:
    """A case of the coach's with something in every table of a case, and the same at another jobbtorg."""
    cases = []
    for colleague in (coach, UserFactory(coach=True)):
        case = EnrolmentFactory(coach=colleague)
        ReferralFactory(enrolled=True, enrolment=case)
        MeetingFactory(enrolment=case)
        JobPlanVersionFactory(enrolment=case, communicated=True)
        cases.append(case)
    mine: Enrolment = cases[0]
    return mine


@pytest.fixture
def as_web() -> Iterator[None]:
    """From here on the test is the web role."""
    with as_role(WEB):
        yield


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        found: int = cursor.fetchone()[0]
    return found


def test_pages_are_answered_as_a_role_that_owns_nothing() -> None:
    """The canary: were this to fail, none of the tests of pages would say anything about row security."""
    with as_role(WEB), connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (WEB, False, False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone() == (0,)
    seen: list[str] = []

    def watch(execute: object, sql: str, *args: object) -> object:
        with connection.connection.cursor() as cursor:
            seen.append(cursor.execute("SELECT current_user").fetchone()[0])
        return execute(sql, *args)  # type: ignore[operator]

    with connection.execute_wrapper(watch):
        signed = signed_in(UserFactory(coach=True))
        seen.clear()
        assert signed.get("/aspiranter").status_code == 200
    assert set(seen) == {WEB}


def test_no_role_sees_past_row_security() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND (rolsuper OR rolbypassrls)", [list(ALL)]
        )
        assert cursor.fetchall() == []


def test_the_database_has_the_policies_that_are_declared() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename, policyname, cmd, roles::text[] FROM pg_policies WHERE schemaname = 'public'")
        present = {(table, name, command, role) for table, name, command, (role,) in cursor.fetchall()}
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
            " AND relnamespace = 'public'::regnamespace"
        )
        under_lock = {name for (name,) in cursor.fetchall()}
    assert present == {(policy.table, policy.name, policy.command, policy.role) for policy in policies()}
    assert under_lock == protected_tables()


def test_every_table_that_leads_to_a_person_is_under_the_lock() -> None:
    """A new model that hangs on a person or a case and has no policy fails here, and shows no row before that."""
    bound = {model._meta.db_table for model in apps.get_models() if leads_to_a_person(model)}
    assert bound
    assert bound - protected_tables() == set()


def test_a_forgotten_setting_shows_no_row(world: Enrolment, as_web: None) -> None:
    bound = protected_tables() - NAMES_STAFF_ONLY
    assert {table: _count(table) for table in bound} == dict.fromkeys(bound, 0)


def test_a_user_who_does_not_exist_or_left_sees_no_row(world: Enrolment, coach: User, as_web: None) -> None:
    stranger = User(pk=987654321)
    for nobody in (stranger, coach):
        with acting_for(nobody):
            assert (Person.objects.count(), Enrolment.objects.count()) == ((0, 0) if nobody is stranger else (1, 1))
    with as_role(OWNER):
        User.objects.filter(pk=coach.pk).update(is_active=False)
    with acting_for(coach):
        assert Enrolment.objects.count() == 0


def test_a_coach_sees_the_own_jobbtorg_and_nothing_else(world: Enrolment, coach: User, as_web: None) -> None:
    with acting_for(coach):
        assert list(Enrolment.objects.values_list("pk", flat=True)) == [world.pk]
        assert list(Person.objects.values_list("pk", flat=True)) == [world.person_id]
        for model in (m for m in apps.get_models() if leads_to_a_person(m) and m is not Person):
            fields = {field.name for field in model._meta.concrete_fields}
            if "enrolment" in fields:
                assert set(model._default_manager.values_list("enrolment", flat=True)) <= {world.pk}, model
    assert Enrolment.objects.count() == 0, "the setting ends with its block"


def test_the_sender_sees_what_was_told_and_no_more(world: Enrolment, as_web: None) -> None:
    with as_role(OWNER):
        referral = world.referral
        colleague = UserFactory(caseworker=True, income_support_unit=referral.unit)
        other = UserFactory(caseworker=True)
    with acting_for(colleague):
        assert list(Referral.objects.all()) == [referral]
        for table in ("meetings_meeting", "deadlines_clockpause", "aspirants_coachassignment", "aspirants_closure"):
            assert _count(table) == 0, table
        assert _count("jobplans_plancommunication") == _count("jobplans_jobplanversion") == 1
    with acting_for(other):
        assert Referral.objects.count() == Person.objects.count() == 0


@pytest.mark.parametrize("grade", ["SEKRETESSMARKERING", "SKYDDAD_FOLKBOKFORING", "FINGERADE_UPPGIFTER"])
def test_a_protected_person_is_there_only_for_the_appointed(world: Enrolment, coach: User, grade: str) -> None:
    Person.objects.filter(pk=world.person_id).update(protection=grade, phone="")
    appointed = UserFactory(coach=True, jobbtorg=world.jobbtorg, protected_access=True)
    elsewhere = UserFactory(coach=True, protected_access=True)
    manager = UserFactory(manager=True, jobbtorg=world.jobbtorg)
    colleague = UserFactory(caseworker=True, income_support_unit=world.referral.unit)
    with as_role(WEB):
        for user, sees in ((coach, 0), (manager, 0), (elsewhere, 0), (colleague, 0), (appointed, 1)):
            with acting_for(user):
                found = (
                    Person.objects.filter(pk=world.person_id).count(),
                    Enrolment.objects.filter(pk=world.pk).count(),
                    Referral.objects.filter(enrolment=world.pk).count(),
                    DeadlineClock.objects.filter(person=world.person_id).count() > 0,
                )
                assert found == (sees, sees, sees, bool(sees)), user.role
        with acting_for(world.referral.sent_by):
            assert Referral.objects.filter(enrolment=world.pk).count() == 1


def test_what_may_not_be_seen_may_not_be_changed_or_added(world: Enrolment, as_web: None) -> None:
    with as_role(OWNER):
        stranger = UserFactory(coach=True)
    with acting_for(stranger):
        assert Enrolment.objects.filter(pk=world.pk).update(case_no="X-1") == 0
        assert Person.objects.filter(pk=world.person_id).update(phone="0") == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            connection.cursor().execute(
                "INSERT INTO aspirants_unitstay (enrolment_id, jobbtorg_id, started_on, transfer_reason)"
                " VALUES (%s, %s, '2030-01-01', '')",
                [world.pk, stranger.jobbtorg_id],
            )


def test_a_notice_is_its_recipients(coach: User, as_web: None) -> None:
    with as_role(OWNER):
        other = UserFactory(coach=True)
        Notice.objects.create(recipient=other, event_key="a", text="Något")
    with acting_for(coach):
        assert Notice.objects.count() == 0
    with acting_for(other):
        assert Notice.objects.count() == 1


def test_a_job_that_does_not_say_which_sees_no_row(world: Enrolment) -> None:
    with as_role(WORKER):
        assert DeadlineClock.objects.count() == 0
        with acting_for(System.SWEEP):
            assert DeadlineClock.objects.count() > 0


def test_figures_are_counted_without_names(world: Enrolment, as_web: None) -> None:
    """The role of reports sees every case, and can name nobody and change nothing."""
    with as_database_role(DatabaseRole.REPORTS):
        assert Enrolment.objects.count() == 2
        assert Person.objects.exclude(protection="NONE").count() == 0
        for statement in (
            "SELECT first_name FROM aspirants_person",
            "SELECT identity_no FROM aspirants_person",
            "SELECT case_no FROM aspirants_enrolment",
            "SELECT note FROM meetings_meeting",
            "SELECT purpose FROM referrals_referral",
            "UPDATE aspirants_enrolment SET closed_on = NULL",
            "DELETE FROM aspirants_person",
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(statement)
    assert Enrolment.objects.count() == 0, "the role ends with its block"


def test_an_errand_that_fails_is_over_too(world: Enrolment, as_web: None) -> None:
    with pytest.raises(ProgrammingError), as_database_role(DatabaseRole.REPORTS):
        connection.cursor().execute("SELECT first_name FROM aspirants_person")
    assert Enrolment.objects.count() == 0


def test_the_roles_of_errands_let_nobody_in_and_are_the_webs_only_to_step_into() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.rolname, m.inherit_option, m.set_option FROM pg_auth_members m"
            " JOIN pg_roles r ON r.oid = m.roleid JOIN pg_roles w ON w.oid = m.member WHERE w.rolname = %s",
            [WEB],
        )
        stepped_into = cursor.fetchall()
    assert {name for name, _, _ in stepped_into} == {STADSDEL, *(role.value for role in DatabaseRole)}
    assert {(inherits, steps) for _, inherits, steps in stepped_into} == {(False, True)}
    assert REPORTS in {role.value for role in DatabaseRole}


def test_no_policy_takes_the_place_of_another() -> None:
    """Of two with one name on one table the database would have the later."""
    named = [(policy.table, policy.name) for policy in policies()]
    assert sorted(name for name in set(named) if named.count(name) > 1) == []


def test_policies_call_no_function_for_each_row() -> None:
    """Settings are read in sub-selects that are answered once; nothing of our own is called at all."""
    for policy in policies():
        assert policy.condition.count("current_setting(") == policy.condition.count("(SELECT NULLIF(current_setting(")
        assert policy.condition.count("jobbtorg_acting(") == policy.condition.count("(SELECT jobbtorg_acting(")
        assert set(re.findall(r"\w+(?=\()", policy.condition)) <= {
            "jobbtorg_acting",
            "ANY",
            "ALL",
            "IN",
            "NULLIF",
            "current_setting",
            "statement_timestamp",
        }


def test_policies_ask_for_one_value_at_a_time() -> None:
    """PostgreSQL plans an EXISTS twice, once for one row and once for all; planning is most of what policies cost."""
    for policy in policies():
        assert "EXISTS" not in policy.condition, policy
        assert len(re.findall(r"\(SELECT (?!jobbtorg_acting\(|session_user|NULLIF)", policy.condition)) <= 3, policy


def test_a_visitor_who_has_not_signed_in_is_nobody(world: Enrolment) -> None:
    assert Client().get(f"/arenden/{world.pk}/").status_code == 302


def test_what_runs_as_the_owner_cannot_be_led_astray() -> None:
    """Its search path ends with the caller's temporary tables, and only the pages may call it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, proconfig::text, has_function_privilege(%s, oid, 'EXECUTE'),"
            " has_function_privilege(%s, oid, 'EXECUTE')"
            " FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace",
            [LOG_READER, REPORTS],
        )
        functions = cursor.fetchall()
    assert len(functions) >= 3
    for name, settings, reader, reports in functions:
        if name == "jobbtorg_acting":  # policies call it, whoever asks: it tells what was sealed for this transaction
            continue
        assert re.search(r"search_path=[^\"=]*, pg_temp\"", settings), (name, settings)
        assert (reader, reports) == (False, False), name


def test_nobody_writes_through_a_view() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, r.rolname FROM pg_class c, pg_roles r WHERE c.relkind = 'v'"
            " AND c.relnamespace = 'public'::regnamespace AND r.rolname = ANY(%s)"
            " AND has_table_privilege(r.oid, c.oid, 'INSERT, UPDATE, DELETE')",
            [[role for role in ALL if role != OWNER]],
        )
        assert cursor.fetchall() == []


def test_what_a_visitor_stated_is_the_jobbtorgs_alone(world: Enrolment, coach: User) -> None:
    """Neither another jobbtorg's nor a stadsdel's, also not of the unit that the case has; nor is it written there."""
    visit = WalkInFactory(enrolment=world)
    strangers = (UserFactory(coach=True), world.referral.sent_by)
    with as_role(WEB):
        with acting_for(coach):
            assert list(WalkIn.objects.all()) == [visit]
        for stranger in strangers:
            with acting_for(stranger):
                assert not WalkIn.objects.exists()
                assert WalkIn.objects.update(has_children_at_home=True) == 0
    visit.refresh_from_db()
    assert not visit.has_children_at_home


def test_a_sender_reads_no_pause_of_its_own_referrals_clock(world: Enrolment) -> None:
    """Though the sender registers the decision that ends one: why somebody is away may be about health."""
    ClockPauseFactory(clock=world.referral.clock)
    with as_role(WEB), acting_for(world.referral.sent_by):
        assert DeadlineClock.objects.filter(pk=world.referral.clock_id).exists()
        assert not ClockPause.objects.exists()
