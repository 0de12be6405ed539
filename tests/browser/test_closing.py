"""The end of a case at the screen: closed with things hanging on it, opened again, corrected, confirmed.

With FULL=1 also without scripts.
"""

from __future__ import annotations

import datetime

import pytest
import time_machine
from playwright.sync_api import Page, expect

from aspirants.models import Closure, Enrolment, PostClosureCheck
from casework.closings.checks_to_come import create_checks
from demo.factories import (
    ActivityFactory,
    ClosureReasonFactory,
    DeadlineClockFactory,
    EnrolmentFactory,
    FollowUpFactory,
    JobPlanVersionFactory,
    MeetingFactory,
    UserFactory,
)
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from organisation.models import User
from tests.aspirants.staff import at
from tests.browser.accessibility import assert_accessible
from tests.browser.staff import BOTH_IN_FULL, PASSWORD, WITH_SCRIPTS, Visitor
from tests.browser.test_reasons import OFFICE, PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=BOTH_IN_FULL)
def visitor(request: pytest.FixtureRequest) -> Visitor:
    scripts = request.param == WITH_SCRIPTS
    return Visitor(request.getfixturevalue("page" if scripts else "page_without_javascript"), scripts=scripts)


def _looked_at(visitor: Visitor) -> None:
    """The page is accessible and does not slide sideways, at both widths."""
    if not visitor.scripts:
        return
    page: Page = visitor.page
    for size in (PHONE, OFFICE):
        page.set_viewport_size(size)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def _with_password(user: User) -> User:
    user.set_password(PASSWORD)
    user.save()
    return user


def test_a_case_is_closed_opened_corrected_and_confirmed(visitor: Visitor) -> None:
    with time_machine.travel(at("2026-11-23", "09:30")) as now:
        coach = _with_password(UserFactory(coach=True))
        manager = _with_password(UserFactory(manager=True, jobbtorg=coach.jobbtorg))
        case = EnrolmentFactory(coach=coach)
        for trait in ("work", "studies", "moved"):
            ClosureReasonFactory(**{trait: True})
        DeadlineClockFactory(enrolment=case)
        meeting = MeetingFactory(enrolment=case, coach=coach, starts_at=at("2026-12-10", "13:15"))
        JobPlanVersionFactory(enrolment=case)
        FollowUpFactory(enrolment=case)
        ActivityFactory(enrolment=case, decided_on=datetime.date(2026, 11, 23), starts_on=datetime.date(2026, 11, 23))

        visitor.sign_in(coach)
        _close_to_work(visitor, case)
        meeting.refresh_from_db()
        assert meeting.status == MeetingStatus.CANCELLED_BY_UNIT
        visitor.page.goto(f"/arenden/{case.pk}/moten/nytt")
        visitor.sees("Ärendet är avslutat")
        _looked_at(visitor)
        visitor.sign_out()

        visitor.sign_in(manager)
        _open_again(visitor, case)
        meeting.refresh_from_db()
        assert Meeting.objects.get(pk=meeting.pk).status == MeetingStatus.BOOKED
        visitor.sign_out()

        visitor.sign_in(coach)
        _close_to_work(visitor, case)
        visitor.sign_out()
        visitor.sign_in(manager)
        _correct(visitor, case)
        visitor.sign_out()

        now.shift(datetime.timedelta(days=40))
        create_checks(on=datetime.date(2027, 1, 2))
        visitor.sign_in(coach)
        _check(visitor, case)
        visitor.sign_out()
        visitor.sign_in(manager)
        _confirm(visitor, case)


def _close_to_work(visitor: Visitor, case: Enrolment) -> None:
    visitor.page.goto(f"/arenden/{case.pk}/avsluta")
    _looked_at(visitor)
    visitor.choose("Studier")
    if visitor.scripts:
        # Only the codes of the group can be chosen.
        expect(visitor.page.locator("optgroup[label='Arbete']")).to_be_disabled()
    visitor.choose("Arbete")
    visitor.press("Fortsätt")
    visitor.sees("Välj avslutsorsak.")
    expect(visitor.page.locator("optgroup")).to_have_count(1)
    visitor.select("Avslutsorsak", "Arbete, tillsvidareanställning")
    visitor.fill("Arbetsgivare eller skola", "Restaurang Slussen")
    visitor.fill("Första dagen i arbete eller studier", "2026-11-25")
    visitor.choose("Nödvändigt för den egna verksamheten (OSL 10 kap. 2 §)")
    visitor.press("Fortsätt")
    visitor.sees("Coachmöte tor 10 dec 2026 13.15")
    visitor.sees("Planerade uppföljningar")
    _looked_at(visitor)
    visitor.press("Ändra")
    expect(visitor.page.get_by_label("Arbetsgivare eller skola")).to_have_value("Restaurang Slussen")
    visitor.press("Fortsätt")
    visitor.press("Avsluta ärendet")
    visitor.sees("Ärendet är avslutat")


def _open_again(visitor: Visitor, case: Enrolment) -> None:
    visitor.page.goto(f"/arenden/{case.pk}/avslutet")
    _looked_at(visitor)
    visitor.open("Öppna ärendet igen")
    visitor.sees("Coachmöte tor 10 dec 2026 13.15")
    _looked_at(visitor)
    visitor.fill("Varför öppnas ärendet igen?", "kort")
    visitor.press("Öppna ärendet igen")
    visitor.sees("Skriv med minst tio tecken varför.")
    visitor.fill("Varför öppnas ärendet igen?", "Fel person, samma namn")
    visitor.press("Öppna ärendet igen")
    visitor.sees("Ärendet är öppet igen.")


def _correct(visitor: Visitor, case: Enrolment) -> None:
    visitor.page.goto(f"/arenden/{case.pk}/avslutet")
    visitor.open("Rätta avslutet")
    _looked_at(visitor)
    expect(visitor.page.get_by_label("Arbetsgivare eller skola")).to_have_value("Restaurang Slussen")
    visitor.choose("Arbete")
    visitor.fill("Arbetsgivare eller skola", "Restaurang Gamla stan")
    visitor.fill("Varför rättas avslutet?", "Fel arbetsgivare angiven")
    visitor.press("Rätta")
    visitor.sees("Avslutet är rättat.")
    visitor.sees("Fel arbetsgivare angiven")
    assert Closure.objects.filter(enrolment=case).count() == 3


def _check(visitor: Visitor, case: Enrolment) -> None:
    visitor.page.goto("/")
    visitor.sees("Kontroll 1 månad efter avslut")
    visitor.page.goto("/efter-avslut")
    _looked_at(visitor)
    visitor.open("Registrera")
    _looked_at(visitor)
    visitor.choose("Kvar i arbete eller studier")
    visitor.choose("Arbetsgivaren eller skolan")
    visitor.press("Spara")
    visitor.sees("Kontrollen är registrerad.")
    assert PostClosureCheck.objects.get(enrolment=case).result == "STILL"


def _confirm(visitor: Visitor, case: Enrolment) -> None:
    visitor.page.goto("/efter-avslut")
    visitor.open("Bekräfta")
    _looked_at(visitor)
    visitor.press("Bekräfta")
    visitor.sees("Avslutet är bekräftat.")
    assert Closure.objects.standing().get(enrolment=case).status == "CONFIRMED"
