"""Somebody slips SQL of their own into a query of a page: what the web's login can do then, and cannot.

The connection is the login's own, without the page's code: everything that SQL can say is tried here.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from psycopg import Connection, errors

from aspirants.models import Enrolment
from demo.factories import EnrolmentFactory, MeetingFactory, ReferralFactory, UserFactory
from jobbtorg.database.row_security import protected_tables
from organisation.access import signing
from organisation.access.acting import acting_for
from organisation.access.database_roles import ENTERED_ROLES, REGISTRAR, REPORTS, STADSDEL, WEB
from organisation.access.signing import ACCOUNT, signed
from organisation.models import Role, User
from organisation.sign_in.records.session_store import stored_key
from tests.roles import as_role
from tests.secrecy.test_row_security import NAMES_STAFF_ONLY
from tests.visits import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

Intruder = Connection[Any]


@pytest.fixture
def coach() -> User:
    return UserFactory(coach=True)


@pytest.fixture
def case(coach: User) -> Enrolment:
    """A case of the coach's, late, with a meeting, sent by a stadsdel."""
    case: Enrolment = EnrolmentFactory(coach=coach)
    ReferralFactory(enrolled=True, enrolment=case)
    MeetingFactory(enrolment=case)
    return case


@pytest.fixture
def intruder() -> Iterator[Intruder]:
    """A connection that signed in as the web process does."""
    own = connection.get_connection_params() | {"user": WEB, "cursor_factory": psycopg.Cursor}
    with psycopg.connect(**own) as opened:
        opened.execute("SELECT 1")
        yield opened


def _act(intruder: Intruder, user: User, key: int | None = None) -> None:
    """What the page's own code does as a request begins, on the connection that the intruder speaks through."""
    at, signature = _signature(intruder, user)
    intruder.execute("SELECT jobbtorg_act_for(%s, '', %s, %s)", [key or user.pk, at, signature])


def _signature(intruder: Intruder, user: User, role: str = "") -> tuple[int, str]:
    """The web process's signature for this connection."""
    before, connection.connection = connection.connection, intruder
    try:
        return signed(user.pk, role)
    finally:
        connection.connection = before


def _rows(intruder: Intruder) -> dict[str, int]:
    """Table about persons → rows it shows, of those that the present role may read at all."""
    found = {}
    for table in sorted(protected_tables() - NAMES_STAFF_ONLY):
        try:
            with intruder.transaction():
                found[table] = intruder.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # type: ignore[index]
        except errors.InsufficientPrivilege:
            # Some of the columns only.
            names = intruder.execute(
                "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
                " AND has_column_privilege(attrelid, attnum, 'SELECT')",
                [table],
            ).fetchall()
            if names:
                found[table] = intruder.execute(f"SELECT count({names[0][0]}) FROM {table}").fetchone()[0]  # type: ignore[index]
    return found


def test_the_signed_user_is_answered(intruder: Intruder, coach: User, case: Enrolment) -> None:
    """The canary: without it, the refusals below would say nothing."""
    _act(intruder, coach)
    assert _rows(intruder)["aspirants_enrolment"] == 1


def test_settings_that_somebody_makes_up_are_none(intruder: Intruder, coach: User, case: Enrolment) -> None:
    made_up = {
        "user_id": coach.pk,
        "role": Role.COACH,
        "jobbtorg_id": coach.jobbtorg_id,
        "units": f"{{{case.referral.unit_id}}}",
        "opened": f"{{{case.person_id}}}",
        "hidden": "{}",
        "system": "sweep",
        "entered": REPORTS,
    }
    for prefix in ("", "0" * 64):
        for name, value in made_up.items():
            intruder.execute("SELECT set_config(%s, %s, true)", [f"jobbtorg.{name}", f"{prefix}{value}"])
        assert set(_rows(intruder).values()) == {0}


def test_settings_of_one_transaction_are_none_in_the_next(intruder: Intruder, coach: User, case: Enrolment) -> None:
    _act(intruder, coach)
    names = ("user_id", "role", "jobbtorg_id", "units", "opened", "hidden")
    kept = {
        name: intruder.execute("SELECT current_setting(%s)", [f"jobbtorg.{name}"]).fetchone()[0]  # type: ignore[index]
        for name in names
    }
    for name, value in kept.items():
        intruder.execute("SELECT set_config(%s, %s, false)", [f"jobbtorg.{name}", value])
    assert _rows(intruder)["aspirants_enrolment"] == 1
    intruder.commit()
    for name, value in kept.items():
        intruder.execute("SELECT set_config(%s, %s, false)", [f"jobbtorg.{name}", value])
    assert set(_rows(intruder).values()) == {0}


def test_nobody_vouches_for_another_user_connection_or_minute(
    intruder: Intruder, coach: User, case: Enrolment, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = UserFactory(coach=True)
    elsewhere, signature = _signature(intruder, other)
    with pytest.raises(errors.InvalidAuthorizationSpecification):
        intruder.execute("SELECT jobbtorg_act_for(%s, '', %s, %s)", [coach.pk, elsewhere, signature])
    intruder.rollback()
    with pytest.raises(errors.InvalidAuthorizationSpecification):
        intruder.execute("SELECT jobbtorg_act_for(%s, '', %s, %s)", [coach.pk, elsewhere, "0" * 64])
    intruder.rollback()

    # What another connection was seen to say (pg_stat_activity shows its statements to whoever is the same login).
    at, read = signed(coach.pk, "")
    with pytest.raises(errors.InvalidAuthorizationSpecification):
        intruder.execute("SELECT jobbtorg_act_for(%s, '', %s, %s)", [coach.pk, at, read])
    intruder.rollback()

    really = time.monotonic
    monkeypatch.setattr(signing.time, "monotonic", lambda: really() - signing.TRUSTED_SECONDS - 5)
    at, late = _signature(intruder, coach)
    monkeypatch.undo()
    with pytest.raises(errors.InvalidAuthorizationSpecification):
        intruder.execute("SELECT jobbtorg_act_for(%s, '', %s, %s)", [coach.pk, at, late])
    intruder.rollback()
    _act(intruder, coach)


def test_what_is_seen_in_pg_stat_activity_opens_nothing(intruder: Intruder, coach: User, case: Enrolment) -> None:
    with as_role(WEB), acting_for(coach):
        seen = intruder.execute(
            "SELECT query FROM pg_stat_activity WHERE query LIKE '%jobbtorg_act_for(%' AND pid <> pg_backend_pid()"
            " AND usename = current_user"
        ).fetchall()
        for (statement,) in seen:
            with pytest.raises((errors.InvalidAuthorizationSpecification, errors.InsufficientPrivilege)):
                intruder.execute(statement)
            intruder.rollback()
    assert set(_rows(intruder).values()) == {0}


@pytest.mark.parametrize("role", ENTERED_ROLES)
def test_a_role_that_nobody_signed_for_shows_nothing(
    intruder: Intruder, coach: User, case: Enrolment, role: str
) -> None:
    _act(intruder, coach)
    intruder.execute(f"SET LOCAL ROLE {role}")
    assert set(_rows(intruder).values()) <= {0}
    if role == REGISTRAR:
        with pytest.raises(errors.InsufficientPrivilege), intruder.transaction():
            intruder.execute("INSERT INTO aspirants_person (id, first_name) VALUES (99999, 'Ingen')")


def test_a_stadsdel_finds_no_others_keys(intruder: Intruder, case: Enrolment) -> None:
    """Through the owner's views either: another authority learns neither who has a case nor how many there are."""
    ReferralFactory()
    sender: User = case.referral.sent_by
    at, signature = _signature(intruder, sender, STADSDEL)
    intruder.execute("SELECT jobbtorg_act_for(%s, %s, %s, %s)", [sender.pk, STADSDEL, at, signature])
    intruder.execute(f"SET LOCAL ROLE {STADSDEL}")
    assert intruder.execute("SELECT id FROM referrals_sent_place").fetchall() == [(case.referral.pk,)]
    views = intruder.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace"
        " AND has_table_privilege(oid, 'SELECT') ORDER BY relname"
    ).fetchall()
    assert [name for (name,) in views] == [
        "imports_untried",
        "notices_switched_off",
        "notices_untried",
        "referrals_attached_by_us",
        "referrals_begun_draft",
        "referrals_clock",
        "referrals_communicated",
        "referrals_consented",
        "referrals_disclosed",
        "referrals_moved",
        "referrals_my_draft",
        "referrals_our_case",
        "referrals_our_question",
        "referrals_sent_place",
        "referrals_told_case",
        "referrals_told_elsewhere",
        "referrals_unsettled",
        "referrals_untold",
    ]
    assert set(intruder.execute("SELECT enrolment_id FROM referrals_told_case").fetchall()) <= {(case.pk,)}
    for view in ("aspirants_case_here", "aspirants_case_readable", "referrals_referral_place"):
        with pytest.raises(errors.InsufficientPrivilege), intruder.transaction():
            intruder.execute(f"SELECT count(*) FROM {view}")


def test_no_setting_silences_history(intruder: Intruder, coach: User, case: Enrolment) -> None:
    intruder.execute(
        "SELECT set_config('pgtrigger.ignore', array_agg(tgname)::text, true) FROM pg_trigger WHERE NOT tgisinternal"
    )
    intruder.execute("SELECT set_config('jobbtorg.system', 'sweep', true)")
    _act(intruder, coach)
    intruder.execute("UPDATE meetings_meeting SET note = 'Ändrad' WHERE enrolment_id = %s", [case.pk])
    intruder.commit()
    kept = case.meetings.get().changes.order_by("pgh_id").last()
    assert (kept.note, kept.acting_user_id, kept.acting_system) == ("Ändrad", coach.pk, "")


REFUSED = {
    "a late promise disappears": "DELETE FROM deadlines_breach",
    "a position disappears": "DELETE FROM organisation_position",
    "a meeting disappears": "DELETE FROM meetings_meeting",
    "a person disappears": "DELETE FROM aspirants_person",
    "protected access": "UPDATE organisation_user SET protected_access = true",
    "superuser": "UPDATE organisation_user SET is_superuser = true",
    "another role": "UPDATE organisation_user SET role = 'ADMIN'",
    "another unit": "UPDATE organisation_user SET jobbtorg_id = NULL",
    "an account of one's own": "INSERT INTO organisation_user SELECT * FROM organisation_user LIMIT 1",
    "a position of one's own": "INSERT INTO organisation_position"
    " (user_id, role, valid_from, given_at, protected_access)"
    " SELECT id, 'ADMIN', current_date, now(), true FROM organisation_user",
    "rights by the owner's function": "SELECT jobbtorg_apply_positions(current_date, id) FROM organisation_user",
    "an account is closed": "SELECT jobbtorg_open_account(id, false) FROM organisation_user",
    "a log row of another day": "INSERT INTO audit_accessevent (user_id, kind, view, subject, sought, reason, at)"
    " VALUES (%(me)s, 'READ', '', '', '', '', now() - interval '1 hour')",
    "a log row of somebody else": "INSERT INTO audit_accessevent (user_id, kind, view, subject, sought, reason)"
    " SELECT id, 'READ', '', '', '', '' FROM organisation_user WHERE id <> %(me)s LIMIT 1",
    "a version that never was": "INSERT INTO meetings_meetingchange DEFAULT VALUES",
    "a version rewritten": "UPDATE meetings_meetingchange SET note = ''",
    "the log emptied": "TRUNCATE audit_accessevent",
    "the keys read": "SELECT * FROM jobbtorg_key",
    "where protected persons are met": "SELECT count(*) FROM aspirants_enrolment_room",
    "a seal of one's own": "SELECT private_seal('user_id', '1')",
    "a large object": "SELECT lo_from_bytea(0, 'x')",
    "a table of one's own": "CREATE TABLE mine (id int)",
    "a temporary table": "CREATE TEMPORARY TABLE mine (id int)",
    "a function of one's own": "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "the importer's role": "SET ROLE jobbtorg_importer",
    "the owner's role": "SET ROLE jobbtorg_owner",
    "the worker's role": "SET ROLE jobbtorg_worker",
    "triggers off": "SET session_replication_role = replica",
    "a file of the server": "COPY aspirants_person FROM '/etc/passwd'",
}


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED.keys())
def test_what_the_web_login_may_not_do(intruder: Intruder, coach: User, case: Enrolment, statement: str) -> None:
    UserFactory(manager=True)
    _act(intruder, coach)
    with pytest.raises(errors.InsufficientPrivilege):
        intruder.execute(statement, {"me": coach.pk} if "%(me)s" in statement else None)  # type: ignore[arg-type]


@pytest.mark.parametrize("acts", [True, False], ids=["somebody acts", "nobody acts"])
def test_another_account_is_not_taken_over(intruder: Intruder, coach: User, acts: bool) -> None:
    other = UserFactory(manager=True)
    signed_in(other)
    for user in (coach, other):
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": str(user.pk)})
    intruder.execute("SET jobbtorg.account TO %s" % other.pk)  # noqa: UP031
    if acts:
        _act(intruder, coach)
    for statement in (
        "UPDATE organisation_user SET password = 'x' WHERE id = %s",
        "UPDATE organisation_user SET email = 'jag@example.se', staff_id = 'jag' WHERE id = %s",
        "UPDATE mfa_authenticator SET data = '{}' WHERE user_id = %s",
        "DELETE FROM mfa_authenticator WHERE user_id = %s",
        "DELETE FROM usersessions_usersession WHERE user_id = %s",
    ):
        try:
            with intruder.transaction():
                assert intruder.execute(statement, [other.pk]).rowcount == 0, statement
        except errors.InsufficientPrivilege:
            assert not acts, statement  # while nobody acts a factor may be locked, and written all the same not
    assert intruder.execute("SELECT session_key FROM usersessions_usersession").fetchall() == []
    with pytest.raises(errors.InsufficientPrivilege):
        intruder.execute(
            "INSERT INTO mfa_authenticator (user_id, type, data, created_at) VALUES (%s, 'webauthn', '{}', now())",
            [other.pk],
        )


def test_the_key_of_a_session_is_not_in_the_table(intruder: Intruder, coach: User) -> None:
    client = signed_in(coach)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    stored = {row for (row,) in intruder.execute("SELECT session_key FROM django_session").fetchall()}
    assert stored == {stored_key(key)}
    for row in stored:
        thief = Client()
        thief.cookies[settings.SESSION_COOKIE_NAME] = row
        assert thief.get("/aspiranter").status_code == 302
    assert client.get("/aspiranter").status_code == 200


def test_a_signature_for_an_account_lets_nobody_act(intruder: Intruder, coach: User, case: Enrolment) -> None:
    at, signature = _signature(intruder, coach, ACCOUNT)
    with pytest.raises(errors.InvalidAuthorizationSpecification), intruder.transaction():
        intruder.execute("SELECT jobbtorg_act_for(%s, %s, %s, %s)", [coach.pk, ACCOUNT, at, signature])


def test_an_administrator_gives_nothing_to_themselves(intruder: Intruder) -> None:
    me = UserFactory(admin=True)
    _act(intruder, me)
    for statement in (REFUSED["a position of one's own"], REFUSED["rights by the owner's function"]):
        with pytest.raises(errors.InsufficientPrivilege), intruder.transaction():
            intruder.execute(statement)  # type: ignore[arg-type]


@pytest.fixture
def trusting_again() -> Iterator[None]:
    """Whatever keys a test had the database trust, afterwards it trusts the settings' again."""
    yield
    call_command("trust_signing_keys")


@pytest.mark.usefixtures("trusting_again")
def test_a_process_with_a_key_that_the_database_does_not_know_is_not_well() -> None:
    assert Client().get("/halsa").status_code == 200
    with override_settings(SECRET_KEY="a key that nobody has told the database: 0123456789"):
        assert Client().get("/halsa").status_code == 503
        call_command("trust_signing_keys")
        assert Client().get("/halsa").status_code == 200
