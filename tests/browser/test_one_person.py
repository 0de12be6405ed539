"""The man with four referrals becomes one person (FC-02), in a browser; with FULL=1 also without scripts.

Referred with an interim number, with a number of his own, and twice without any; two of the referrals are cases.
"""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from aspirants.finding import find_person
from aspirants.identity import parse_identity
from aspirants.models import Closure, Enrolment, Person
from casework.models import JoinStatus, PersonJoin
from deadlines.models import ClockStatus, DeadlineClock
from demo.factories import (
    ClosureReasonFactory,
    MeetingFactory,
    PersonFactory,
    ReferralFactory,
    UserFactory,
    working_day,
)
from demo.identities import fictional_number, interim_number
from organisation.models import User
from referrals.models import Referral, ReferralStatus
from tests.browser.staff import BOTH_IN_FULL, PASSWORD, WITH_SCRIPTS, Visitor

BORN = datetime.date(1988, 2, 29)
NUMBERS = (interim_number(BORN), fictional_number(BORN, "M"))
WHY = "Visade legitimation vid besöket"


@pytest.fixture(params=BOTH_IN_FULL)
def visitor(request: pytest.FixtureRequest) -> Visitor:
    scripts = request.param == WITH_SCRIPTS
    page: Page = request.getfixturevalue("page" if scripts else "page_without_javascript")
    return Visitor(page, scripts=scripts)


def _employed(**where: object) -> User:
    user: User = UserFactory(**where)
    user.set_password(PASSWORD)
    user.save()
    return user


def _referral(sender: User, coach: User, days_ago: int, first_name: str, last_name: str, number: str = "") -> Referral:
    """One that the sender sent some working days ago; with a number also enrolled by the coach."""
    names = {"first_name": first_name, "last_name": last_name}
    person = PersonFactory(identity_no=number, **names) if number else PersonFactory(without_number=True, **names)
    Person.objects.filter(pk=person.pk).update(birth_date=BORN)
    person.refresh_from_db()
    case = {"enrolled": True, "enrolment__coach": coach, "enrolment__person": person} if number else {}
    made: Referral = ReferralFactory(
        person=person,
        unit=sender.income_support_unit,
        sent_by=sender,
        jobbtorg=coach.jobbtorg,
        received_on=working_day(-days_ago),
        **({**case, "enrolment__jobbtorg": coach.jobbtorg} if case else {}),
    )
    return made


def _join(visitor: Visitor, other: str, goes_on: str = "") -> None:
    """From the case: compare with the record that is known by a number, say how one knows, and confirm."""
    hint = visitor.page.get_by_role("link", name=f"Jämför med {other}")
    hint.click()
    visitor.sees("Det är samma person")
    if goes_on:
        visitor.choose(goes_on)
    visitor.fill("Hur vet ni att det är samma person?", WHY)
    if visitor.scripts:  # what was filled in last lies below the header that stays in sight
        visitor.page.evaluate("window.scrollTo(0, 0)")
    visitor.done("30-samma-person")
    visitor.press("Fortsätt")
    visitor.sees("Det här händer")
    visitor.done("31-slå-samman")
    visitor.press("Slå samman")
    visitor.sees("Sammanslagen")
    visitor.done("32-sammanslagen")


@pytest.mark.usefixtures("transactional_db")
def test_the_man_with_four_referrals_becomes_one_person(visitor: Visitor) -> None:
    ClosureReasonFactory(error=True)
    manager = _employed(manager=True)
    coach = UserFactory(coach=True, jobbtorg=manager.jobbtorg)
    sender = _employed(caseworker=True)
    interim = _referral(sender, coach, 4, "Yusuf", "Karlsson", NUMBERS[0])
    own = _referral(sender, coach, 2, "Jusuf", "Carlson", NUMBERS[1])
    third = _referral(sender, coach, 1, "Yusuf", "Karlsson")
    fourth = _referral(sender, coach, 0, "Karlsson", "Yusuf")
    meeting = MeetingFactory(enrolment=interim.enrolment, coach=coach)
    clocks = {name: one.clock_id for name, one in zip("abcd", (interim, own, third, fourth), strict=True)}

    # The sender is asked about the unit's own referrals, and is not stopped.
    visitor.sign_in(sender)
    visitor.page.goto(reverse("referral_sent", args=[fourth.pk]))
    visitor.sees("Samma person?")
    for one in (interim, own, third):
        expect(visitor.page.locator("main")).to_contain_text(one.number)
    visitor.done("29-remiss-liknar")
    visitor.sign_out()

    # The manager opens the case with the personnummer and joins the three others into it, one after the other.
    case = own.enrolment
    assert isinstance(case, Enrolment)
    visitor.sign_in(manager)
    for other, goes_on in (
        (f"ärende {interim.enrolment}", f"Ärende {case}"),
        (f"remiss {third}", ""),
        (f"remiss {fourth}", ""),
    ):
        visitor.page.goto(reverse("case", args=[case.pk]))
        _join(visitor, other, goes_on)
    visitor.page.goto(reverse("case", args=[case.pk]))
    expect(visitor.page.get_by_role("heading", name="Samma person?")).to_have_count(0)
    visitor.sees("Två poster om samma person slogs samman")

    # One person, one open case, and no clock lost.
    [person] = Person.objects.filter(joined_into=None)
    assert person == own.person
    assert {find_person(parse_identity(number, timezone.localdate())) for number in NUMBERS} == {person}
    assert list(Enrolment.objects.open()) == [case]
    assert Closure.objects.get().enrolment == interim.enrolment
    assert Closure.objects.get().reason.code == 99
    assert set(Referral.objects.values_list("person", flat=True)) == {person.pk}
    assert [Referral.objects.get(pk=one.pk).status for one in (interim, own, third, fourth)] == [
        ReferralStatus.ENROLLED,
        ReferralStatus.ENROLLED,
        ReferralStatus.DECLINED,
        ReferralStatus.DECLINED,
    ]
    settled = {
        name: (DeadlineClock.objects.get(pk=key).status, DeadlineClock.objects.get(pk=key).enrolment)
        for name, key in clocks.items()
    }
    assert settled == {
        "a": (ClockStatus.RUNNING, case),  # the earliest day 0 goes on
        "b": (ClockStatus.CANCELLED, interim.enrolment),
        "c": (ClockStatus.CANCELLED, None),
        "d": (ClockStatus.CANCELLED, None),
    }
    assert DeadlineClock.objects.filter(person=person).count() == DeadlineClock.objects.count()
    meeting.refresh_from_db()
    assert meeting.enrolment == case

    # The last one was a mistake: it is taken back, and that alone.
    last = PersonJoin.objects.latest("pk")
    visitor.page.goto(reverse("person_join", args=[last.pk]))
    visitor.press("Ångra sammanslagningen")
    visitor.sees("Sammanslagningen är ångrad")
    assert PersonJoin.objects.filter(status=JoinStatus.JOINED).count() == 2
    assert Referral.objects.get(pk=fourth.pk).status == ReferralStatus.SUBMITTED
    assert DeadlineClock.objects.get(pk=clocks["d"]).status == ClockStatus.RUNNING
