"""Who is asked "samma person?": whoever may see both records, and nobody else by a word or a statement more."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aspirants.models import Person, Protection
from casework.operations import tell_apart
from demo.factories import (
    DistrictFactory,
    EnrolmentFactory,
    IncomeSupportUnitFactory,
    JobbtorgFactory,
    ReferralFactory,
    UserFactory,
)
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB
from organisation.models import User
from referrals.likeness import Alike, alike_to_person
from tests.roles import as_role

pytestmark = pytest.mark.django_db

BORN = datetime.date(1988, 2, 29)
ALI = {"person__first_name": "Ali", "person__last_name": "Nuur"}


def of_one_day(*rows) -> None:
    """Let the persons of these rows be born the same day."""
    Person.objects.filter(pk__in=[row.person_id for row in rows]).update(birth_date=BORN)


def asked(user: User, person: Person) -> list[Alike]:
    """What the user is shown beside a person, as a page asks it."""
    person.refresh_from_db()
    with as_role(WEB), acting_for(user):
        return alike_to_person(user, person)


def words(user: User, person: Person) -> list[str]:
    return [one.words for one in asked(user, person)]


def test_a_sender_is_asked_about_the_units_own_referrals() -> None:
    unit = IncomeSupportUnitFactory()
    sender = UserFactory(caseworker=True, income_support_unit=unit)
    colleague = UserFactory(caseworker=True, income_support_unit=unit)
    earlier = ReferralFactory(unit=unit, sent_by=colleague, **ALI)
    sent = ReferralFactory(unit=unit, sent_by=sender, person__first_name="Aly", person__last_name="Nur")
    of_one_day(earlier, sent)
    assert words(sender, sent.person) == [f"remiss {earlier.number}"]


def test_across_authorities_nothing_is_said_and_nothing_more_is_asked() -> None:
    """The same words, statements and answer as where there is nothing at all (OSL 8 kap. 1 §)."""
    sender = UserFactory(caseworker=True)
    sent = ReferralFactory(unit=sender.income_support_unit, sent_by=sender, **ALI)
    of_one_day(sent)
    told = []
    for _ in range(2):
        with as_role(WEB), acting_for(sender), CaptureQueriesContext(connection) as queries:
            found = alike_to_person(sender, sent.person)
        told.append((found, [query["sql"] for query in queries]))
        # Then there is a referral of another authority, an open case, and a closed one.
        there = ReferralFactory(unit__district=DistrictFactory(), enrolled=True, **ALI)
        of_one_day(
            there, ReferralFactory(unit__district=DistrictFactory(), **ALI), EnrolmentFactory(closed=True, **ALI)
        )
    assert told[0] == told[1]
    assert told[0][0] == []
    assert len(told[0][1]) == 1


def test_a_chef_stadsdel_is_asked_within_the_stadsdel() -> None:
    unit = IncomeSupportUnitFactory()
    chief = UserFactory(district_manager=True, income_support_unit=unit)
    other = IncomeSupportUnitFactory(district=unit.district)
    one, another = ReferralFactory(unit=unit, **ALI), ReferralFactory(unit=other, **ALI)
    of_one_day(one, another)
    assert words(chief, one.person) == [f"remiss {another.number}"]


def test_a_jobbtorg_is_asked_about_its_cases_and_what_it_has_received() -> None:
    coach = UserFactory(coach=True)
    case = EnrolmentFactory(coach=coach, **ALI)
    earlier = EnrolmentFactory(coach=coach, other=True, **ALI)
    waiting = ReferralFactory(jobbtorg=coach.jobbtorg, **ALI)
    of_one_day(case, earlier, waiting)
    assert words(coach, case.person) == [f"ärende {earlier.case_no}", f"remiss {waiting.number}"]
    assert words(coach, waiting.person) == [f"ärende {case.case_no}", f"ärende {earlier.case_no}"]


def test_of_an_open_case_at_another_jobbtorg_it_is_said_where() -> None:
    coach = UserFactory(coach=True)
    case = EnrolmentFactory(coach=coach, **ALI)
    there = EnrolmentFactory(jobbtorg=JobbtorgFactory(name="Jobbtorg Farsta"), **ALI)
    closed, sent = EnrolmentFactory(other=True, **ALI), ReferralFactory(**ALI)
    of_one_day(case, there, closed, sent)
    [found] = asked(coach, case.person)
    assert found.words == "ett ärende vid Jobbtorg Farsta"
    assert (found.cases, found.referrals) == ([], [])
    assert there.case_no not in found.words


@pytest.mark.parametrize("side", ["subject", "other"])
@pytest.mark.parametrize("appointed", [False, True])
@pytest.mark.parametrize("elsewhere", [False, True])
def test_protected_persons_are_on_neither_side(side: str, appointed: bool, elsewhere: bool) -> None:
    coach = UserFactory(coach=True, protected_access=appointed)
    subject = EnrolmentFactory(coach=coach, **ALI)
    other = EnrolmentFactory(**({} if elsewhere else {"coach": coach}), **ALI)
    of_one_day(subject, other)
    assert len(asked(coach, subject.person)) == 1
    hidden = subject if side == "subject" else other
    Person.objects.filter(pk=hidden.person_id).update(protection=Protection.FINGERADE_UPPGIFTER)
    subject.person.refresh_from_db()
    assert asked(coach, subject.person) == []


def test_what_has_been_answered_is_not_asked_again() -> None:
    coach = UserFactory(coach=True)
    one, other = (EnrolmentFactory(coach=coach, **ALI) for _ in range(2))
    of_one_day(one, other)
    with as_role(WEB), acting_for(coach):
        for _ in range(2):
            tell_apart(actor=coach, one=other.person, other=one.person)
    assert asked(coach, one.person) == asked(coach, other.person) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT one_id, other_id, said_by_id FROM aspirants_notsameperson")
        assert cursor.fetchall() == [(one.person_id, other.person_id, coach.pk)]


def test_whoever_may_see_neither_is_told_nothing() -> None:
    coach = UserFactory(coach=True)
    one, other = (EnrolmentFactory(coach=coach, **ALI) for _ in range(2))
    of_one_day(one, other)
    for user in (UserFactory(admin=True), UserFactory(log_reviewer=True), UserFactory(central_coordinator=True)):
        assert asked(user, one.person) == []


def test_one_statement_however_many_there_are() -> None:
    coach = UserFactory(coach=True)
    rows = [EnrolmentFactory(coach=coach, **ALI) for _ in range(12)]
    of_one_day(*rows)
    person = Person.objects.get(pk=rows[0].person_id)
    with as_role(WEB), acting_for(coach), CaptureQueriesContext(connection) as queries:
        found = alike_to_person(coach, person)
    assert len(queries) == 1
    assert len(found) == 10
