"""Positions in time: what an administrator may do with them, what is refused, and when access begins and ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aspirants.shown import shown_coach
from core.refusals import OperationRefused
from demo.factories import EnrolmentFactory, IncomeSupportUnitFactory, JobbtorgFactory, UserFactory
from organisation.access.database_roles import WORKER
from organisation.models import Position, Role, User
from organisation.sign_in.sessions import end_sessions
from organisation.staff.operations.positions import (
    deactivate_user,
    end_position,
    give_position,
    reactivate_user,
    revoke_position,
)
from organisation.staff.positions import Applied, PositionTerms, apply_positions
from organisation.staff.shown import shown_user
from organisation.tasks import apply_positions as task
from tests.roles import as_role
from tests.visits import signed_in

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
ONLY_ADMINISTRATORS = "Bara en systemförvaltare kan ändra konton och behörigheter."
STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 23, 9, 30, tzinfo=STOCKHOLM), tick=False):
        yield


@pytest.fixture
def experienced(db: None) -> User:
    """A coach since the summer."""
    with time_machine.travel(datetime(2026, 6, 1, 8, 0, tzinfo=STOCKHOLM), tick=False):
        return UserFactory(coach=True)


def at_midnight(day: date) -> time_machine.travel:
    return time_machine.travel(datetime(day.year, day.month, day.day, tzinfo=STOCKHOLM), tick=False)


def pointer(user: User) -> tuple[object, ...]:
    user.refresh_from_db()
    return (user.role, user.jobbtorg, user.income_support_unit, user.protected_access, user.position_until)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(OperationRefused) as refusal:
        act()
    return refusal.value.message


# --- giving --------------------------------------------------------------------------------------------------------


def test_a_new_position_from_today_moves_the_user_and_ends_the_sessions(administrator, experienced):
    browser, elsewhere = signed_in(experienced), JobbtorgFactory()
    assert browser.get("/").status_code == 200
    before = experienced.positions.get()
    given = give_position(
        actor=administrator,
        user=experienced,
        seen_user=shown_user(experienced),
        terms=PositionTerms(Role.MANAGER, TODAY, jobbtorg=elsewhere),
    )
    assert pointer(experienced) == (Role.MANAGER, elsewhere, None, False, None)
    before.refresh_from_db()
    assert (before.valid_to, before.revoked_at) == (YESTERDAY, None)
    assert (given.given_by, given.given_at) == (administrator, timezone.now())
    assert browser.get("/").url.startswith("/konto/")


def test_what_began_today_is_replaced_and_remains_as_revoked(administrator, coach):
    before = coach.positions.get()
    give_position(
        actor=administrator, user=coach, seen_user=shown_user(coach), terms=PositionTerms(Role.LOG_REVIEWER, TODAY)
    )
    before.refresh_from_db()
    assert (before.revoked_by, before.revoked_at, before.valid_to) == (administrator, timezone.now(), None)
    assert pointer(coach) == (Role.LOG_REVIEWER, None, None, False, None)


def test_a_position_from_tomorrow_waits_until_then(administrator, experienced):
    jobbtorg, unit = experienced.jobbtorg, IncomeSupportUnitFactory()
    browser = signed_in(experienced)
    give_position(
        actor=administrator,
        user=experienced,
        seen_user=shown_user(experienced),
        terms=PositionTerms(Role.CASEWORKER, TOMORROW, income_support_unit=unit),
    )
    assert pointer(experienced) == (Role.COACH, jobbtorg, None, False, TODAY)
    assert browser.get("/").status_code == 200
    with at_midnight(TOMORROW):
        # The old one has ended, and the new one counts when the job has run: never both.
        between = signed_in(experienced)
        assert between.get("/").status_code == 403
        assert apply_positions(on=TOMORROW) == Applied(moved=1, without=0)
        assert pointer(experienced) == (Role.CASEWORKER, None, unit, False, None)
        assert between.get("/").url.startswith("/konto/login")
        assert signed_in(experienced).get("/").url == "/remisser"


def test_an_administrator_by_position_may_open_the_administration_and_loses_it_with_it(administrator, experienced):
    give_position(
        actor=administrator,
        user=experienced,
        seen_user=shown_user(experienced),
        terms=PositionTerms(Role.ADMIN, TODAY, valid_to=TODAY),
    )
    experienced.refresh_from_db()
    assert experienced.is_staff
    with at_midnight(TOMORROW):
        give_position(
            actor=administrator,
            user=experienced,
            seen_user=shown_user(experienced),
            terms=PositionTerms(Role.LOG_REVIEWER, TOMORROW),
        )
    experienced.refresh_from_db()
    assert not experienced.is_staff


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        (lambda: PositionTerms(Role.LOG_REVIEWER, YESTERDAY), "En behörighet kan tidigast börja i dag."),
        (lambda: PositionTerms(Role.COACH, TODAY), "Coach och enhetschef hör till ett jobbtorg"),
        (
            lambda: PositionTerms(Role.ADMIN, TODAY, jobbtorg=JobbtorgFactory()),
            "Coach och enhetschef hör till ett jobbtorg",
        ),
        (
            lambda: PositionTerms(Role.LOG_REVIEWER, TOMORROW, valid_to=TODAY),
            "Sista giltighetsdagen kan inte ligga före",
        ),
        (
            lambda: PositionTerms(Role.COACH, TODAY, jobbtorg=JobbtorgFactory(valid_to=YESTERDAY)),
            "Enheten är inte öppen den dagen.",
        ),
    ],
)
def test_a_position_that_breaks_a_rule_is_refused_and_changes_nothing(administrator, experienced, terms, sentence):
    before = pointer(experienced)
    assert refused(
        lambda: give_position(actor=administrator, user=experienced, seen_user=shown_user(experienced), terms=terms())
    ).startswith(sentence)
    assert pointer(experienced) == before
    assert experienced.positions.get().valid_to is None


def test_days_that_another_position_has_are_refused(administrator, experienced):
    give_position(
        actor=administrator,
        user=experienced,
        seen_user=shown_user(experienced),
        terms=PositionTerms(Role.LOG_REVIEWER, TODAY + timedelta(days=10)),
    )
    sentence = refused(
        lambda: give_position(
            actor=administrator,
            user=experienced,
            seen_user=shown_user(experienced),
            terms=PositionTerms(Role.LOG_REVIEWER, TOMORROW),
        )
    )
    assert sentence == "Användaren har redan en behörighet någon av de dagarna."
    give_position(
        actor=administrator,
        user=experienced,
        seen_user=shown_user(experienced),
        terms=PositionTerms(Role.LOG_REVIEWER, TOMORROW, TODAY + timedelta(days=9)),
    )


def test_a_closed_account_gets_no_position(administrator):
    former = UserFactory(coach=True, inactive=True)
    assert refused(
        lambda: give_position(
            actor=administrator,
            user=former,
            seen_user=shown_user(former),
            terms=PositionTerms(Role.LOG_REVIEWER, TODAY),
        )
    ) == ("Kontot är avaktiverat. Aktivera det först.")


# --- who may -------------------------------------------------------------------------------------------------------

ACTS: dict[str, Callable[[User, User], object]] = {
    "give": lambda actor, user: give_position(
        actor=actor, user=user, seen_user=shown_user(user), terms=PositionTerms(Role.LOG_REVIEWER, TODAY)
    ),
    "end": lambda actor, user: end_position(
        actor=actor, position=user.positions.get(), seen_user=shown_user(user.positions.get().user), last_day=TODAY
    ),
    "revoke": lambda actor, user: revoke_position(
        actor=actor, position=user.positions.get(), seen_user=shown_user(user.positions.get().user)
    ),
    "deactivate": lambda actor, user: deactivate_user(actor=actor, user=user, seen_user=shown_user(user)),
    "reactivate": lambda actor, user: reactivate_user(actor=actor, user=user, seen_user=shown_user(user)),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", ["coach", "manager", "district_manager", "central_coordinator", "log_reviewer"])
def test_only_administrators_act(act, role, experienced):
    assert refused(lambda: ACTS[act](UserFactory(**{role: True}), experienced)) == ONLY_ADMINISTRATORS


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("was", [{"is_active": False}, {"position_until": YESTERDAY}, {"role": Role.LOG_REVIEWER}])
def test_what_the_database_says_about_the_administrator_counts(act, was, administrator, experienced):
    """The object of a request may be older than a colleague's decision."""
    User.objects.filter(pk=administrator.pk).update(**was)
    assert refused(lambda: ACTS[act](administrator, experienced)) == ONLY_ADMINISTRATORS


@pytest.mark.parametrize("act", ACTS)
def test_nobody_acts_on_themselves(act, administrator):
    UserFactory(admin=True)
    assert refused(lambda: ACTS[act](administrator, administrator)) == (
        "Du kan inte ändra din egen behörighet. Be en annan systemförvaltare."
    )


@pytest.mark.parametrize("act", ACTS)
def test_superusers_are_kept_from_the_command_line(act, administrator):
    root = User.objects.create_superuser("rot@example.se", first_name="Rot", last_name="Rot")
    assert refused(lambda: ACTS[act](administrator, root)) == "Kontot sköts från kommandoraden."


@pytest.mark.parametrize("act", ["give", "end", "deactivate"])
def test_an_administrator_until_further_notice_remains(act, administrator):
    temporary = UserFactory(admin=True, position_until=TOMORROW)
    assert refused(lambda: ACTS[act](temporary, administrator)) == (
        "Minst en systemförvaltare till måste ha en behörighet som gäller tills vidare."
    )
    UserFactory(admin=True)
    ACTS[act](temporary, administrator)


def test_an_administrator_who_is_there_for_a_time_may_go(administrator):
    leaving = UserFactory(admin=True, position_until=TOMORROW)
    deactivate_user(actor=administrator, user=leaving, seen_user=shown_user(leaving))


# --- ending --------------------------------------------------------------------------------------------------------


def test_access_ends_with_the_day_and_without_a_job(administrator, experienced):
    end_position(
        actor=administrator,
        position=experienced.positions.get(),
        seen_user=shown_user(experienced.positions.get().user),
        last_day=TODAY,
    )
    with time_machine.travel(datetime(2026, 11, 23, 23, 59, tzinfo=STOCKHOLM), tick=False):
        ended = signed_in(experienced)
        assert ended.get("/aspiranter").status_code == 200
    with at_midnight(TOMORROW):
        for path in ("/", "/aspiranter", "/notiser", "/hjalp", "/konto/password/change/"):
            page = ended.get(path)
            assert page.status_code == 403, path
            assert "Din behörighet har gått ut. Kontakta din systemförvaltare." in page.text
        assert page.context["shell"].navigation == []
        assert ended.post("/konto/logout/").status_code == 302
        assert ended.get("/").url.startswith("/konto/login")
        assert experienced not in User.objects.coaches_at(experienced.jobbtorg_id)


def test_somebody_whose_position_begins_later_is_told_the_day(administrator, coach):
    end_position(
        actor=administrator,
        position=coach.positions.get(),
        seen_user=shown_user(coach.positions.get().user),
        last_day=TODAY,
    )
    give_position(
        actor=administrator,
        user=coach,
        seen_user=shown_user(coach),
        terms=PositionTerms(Role.LOG_REVIEWER, date(2026, 12, 1)),
    )
    with at_midnight(TOMORROW):
        page = signed_in(coach).get("/")
    assert "Din behörighet börjar" in page.text
    assert "tis 1 dec 2026" in page.text


def test_a_last_day_moves_earlier_only(administrator, experienced):
    position = experienced.positions.get()
    end_position(
        actor=administrator, position=position, seen_user=shown_user(position.user), last_day=TODAY + timedelta(days=5)
    )
    assert refused(
        lambda: end_position(
            actor=administrator,
            position=position,
            seen_user=shown_user(position.user),
            last_day=TODAY + timedelta(days=5),
        )
    ) == ("Behörigheten slutar redan lör 28 nov 2026. Ge en ny för att förlänga.")
    end_position(actor=administrator, position=position, seen_user=shown_user(position.user), last_day=TOMORROW)
    assert pointer(experienced)[-1] == TOMORROW
    assert refused(
        lambda: end_position(
            actor=administrator, position=position, seen_user=shown_user(position.user), last_day=YESTERDAY
        )
    ).startswith("Sista dagen kan tidigast vara")


def test_what_has_not_begun_is_revoked_and_what_has_is_ended(administrator, experienced):
    current = experienced.positions.get()
    coming = give_position(
        actor=administrator,
        user=experienced,
        seen_user=shown_user(experienced),
        terms=PositionTerms(Role.LOG_REVIEWER, TOMORROW),
    )
    assert refused(
        lambda: end_position(actor=administrator, position=coming, seen_user=shown_user(coming.user), last_day=TODAY)
    ).startswith("Behörigheten har inte börjat då.")
    assert refused(
        lambda: revoke_position(actor=administrator, position=current, seen_user=shown_user(current.user))
    ).startswith("Behörigheten har redan börjat.")
    revoke_position(actor=administrator, position=coming, seen_user=shown_user(coming.user))
    coming.refresh_from_db()
    assert coming.revoked_by == administrator
    for act in (
        lambda: revoke_position(actor=administrator, position=coming, seen_user=shown_user(coming.user)),
        lambda: end_position(
            actor=administrator, position=coming, seen_user=shown_user(coming.user), last_day=TOMORROW
        ),
    ):
        assert refused(act) == "Behörigheten är återkallad."
    with at_midnight(TOMORROW):
        assert apply_positions(on=TOMORROW) == Applied(0, 0)


# --- accounts ------------------------------------------------------------------------------------------------------


def test_a_closed_account_is_out_at_once_and_can_come_back(administrator, experienced):
    browser, other = signed_in(experienced), signed_in(experienced)
    deactivate_user(actor=administrator, user=experienced, seen_user=shown_user(experienced))
    assert browser.get("/").url.startswith("/konto/login")
    experienced.refresh_from_db()
    assert (
        refused(lambda: deactivate_user(actor=administrator, user=experienced, seen_user=shown_user(experienced)))
        == "Kontot är redan avaktiverat."
    )
    reactivate_user(actor=administrator, user=experienced, seen_user=shown_user(experienced))
    assert other.get("/").url.startswith("/konto/login"), "a session that was ended stays so"
    experienced.refresh_from_db()
    assert signed_in(experienced).get("/").status_code == 200
    assert (
        refused(lambda: reactivate_user(actor=administrator, user=experienced, seen_user=shown_user(experienced)))
        == "Kontot är redan aktivt."
    )


def test_sessions_end_for_one_user_only(experienced, coach):
    browsers = [signed_in(experienced), signed_in(experienced)]
    colleague = signed_in(coach)
    end_sessions(experienced)
    assert [browser.get("/hjalp").status_code for browser in browsers] == [302, 302]
    assert colleague.get("/hjalp").status_code == 200
    assert signed_in(experienced).get("/hjalp").status_code == 200


# --- the job -------------------------------------------------------------------------------------------------------


def test_the_job_moves_everybody_in_as_many_queries_and_only_once(administrator):
    people = [UserFactory(coach=True) for _ in range(12)]
    lost, closed = people[10:]
    for user in people[:10]:
        end_position(
            actor=administrator,
            position=user.positions.get(),
            seen_user=shown_user(user.positions.get().user),
            last_day=TODAY,
        )
        Position.objects.create(user=user, role=Role.LOG_REVIEWER, valid_from=TOMORROW)
    Position.objects.filter(user=lost).update(revoked_at=timezone.now())
    end_position(
        actor=administrator,
        position=closed.positions.get(),
        seen_user=shown_user(closed.positions.get().user),
        last_day=TODAY,
    )
    with at_midnight(TOMORROW):
        assert apply_positions(on=TOMORROW, dry_run=True) == Applied(moved=10, without=1)
        assert User.objects.filter(role=Role.LOG_REVIEWER).count() == 0
        with as_role(WORKER), CaptureQueriesContext(connection) as captured:
            assert apply_positions(on=TOMORROW) == Applied(moved=10, without=1)
        assert sum("jobbtorg_apply_positions" in query["sql"] for query in captured) == 1
        generations = set(User.objects.values_list("pk", "session_generation"))
        assert apply_positions(on=TOMORROW) == Applied(moved=0, without=0)
        assert set(User.objects.values_list("pk", "session_generation")) == generations
    assert User.objects.filter(role=Role.LOG_REVIEWER).count() == 10
    assert pointer(lost)[-1] == TODAY
    assert pointer(closed)[-1] == TODAY


def test_the_command_and_the_task_speak_for_today(administrator, experienced):
    give_position(
        actor=administrator,
        user=experienced,
        seen_user=shown_user(experienced),
        terms=PositionTerms(Role.LOG_REVIEWER, TOMORROW),
    )
    told = StringIO()
    call_command("apply_positions", stdout=told)
    with at_midnight(TOMORROW):
        call_command("apply_positions", "--dry-run", stdout=told)
        task()
        assert pointer(experienced)[0] == Role.LOG_REVIEWER
        call_command("apply_positions", stdout=told)
    assert told.getvalue().splitlines() == [
        "0 users moved to another position, 0 found without one.",
        "1 users moved to another position, 0 found without one. Nothing was written.",
        "0 users moved to another position, 0 found without one.",
    ]


# --- the table -----------------------------------------------------------------------------------------------------


def test_one_position_for_each_user_and_day(coach):
    again = Position.current_position_of(coach, since=TODAY)
    with pytest.raises(ValidationError, match="Användaren har redan en behörighet någon av de dagarna"):
        again.full_clean()
    with pytest.raises(IntegrityError, match="one_position_per_user_and_day"), transaction.atomic():
        again.save()
    Position.objects.update(valid_to=TODAY)
    with pytest.raises(IntegrityError, match="one_position_per_user_and_day"), transaction.atomic():
        again.save()
    Position.current_position_of(coach, since=TOMORROW).save()


@pytest.mark.parametrize("facts", [{"role": Role.ADMIN}, {"jobbtorg": None}, {"valid_to": YESTERDAY}])
def test_a_position_fits_its_role_and_its_days(facts, coach):
    with pytest.raises(IntegrityError, match=r"position_(role_fits_organisation|validity_order)"):
        Position.objects.filter(user=coach).update(**facts)


def test_everybody_who_is_made_has_the_position_they_speak_of():
    User.objects.create_superuser("rot@example.se", first_name="Rot", last_name="Rot")
    for trait in ("coach", "manager", "caseworker", "district_coach", "district_manager", "admin", "log_reviewer"):
        UserFactory(**{trait: True}, protected_access=trait == "coach")
    for position in Position.objects.select_related("user"):
        made = Position.current_position_of(position.user, since=TODAY)
        for name in ("role", "jobbtorg", "income_support_unit", "protected_access", "valid_from", "valid_to"):
            assert getattr(position, name) == getattr(made, name)
    assert Position.objects.count() == User.objects.count()


def test_a_case_gets_no_coach_whose_position_has_ended(experienced):
    from aspirants.operations import assign_coach

    case = EnrolmentFactory(coach=experienced)
    gone = UserFactory(coach=True, jobbtorg=case.jobbtorg, position_until=YESTERDAY)
    manager = UserFactory(manager=True, jobbtorg=case.jobbtorg)
    sentence = refused(
        lambda: assign_coach(actor=manager, enrolment=case, seen_coach=shown_coach(case), coach=gone, reason="Byte")
    )
    assert sentence == "Välj en coach som arbetar vid ärendets jobbtorg."
