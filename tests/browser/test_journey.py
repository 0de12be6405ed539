"""One aspirant's way through the service, walked in a browser by the people who would do it (with scripts and without).

The way of somebody for whom no plan is made goes by the same forms: without scripts only with FULL=1.

With SCREENSHOTS=1 the city is filled with demo data first and each step leaves a picture in docs/screenshots.
"""

from __future__ import annotations

import datetime
import os
import re

import pytest
import time_machine
from django.core.management import call_command
from playwright.sync_api import Page, expect

from aspirants.models import Enrolment
from deadlines.models import Breach, ClockStatus, DeadlineClock
from demo.factories import GroupInformationSessionFactory, UserFactory
from organisation.models import IncomeSupportUnit, Jobbtorg, User
from referrals.models import Referral
from tests.browser.staff import BOTH_IN_FULL, PASSWORD, WITH_SCRIPTS, WITHOUT_SCRIPTS, Visitor

ASPIRANT, NUMBER = "Björn Lindström", "19790417-9814"
LATECOMER, LATE_NUMBER = "Åsa Öberg", "850923-9805"


@pytest.fixture
def city(transactional_db: None) -> None:
    """Reference data; with SCREENSHOTS=1 also a city full of people."""
    call_command("load_reference_data", verbosity=0)
    if os.environ.get("SCREENSHOTS") == "1":
        call_command("load_demo", verbosity=0)


def _employ(demo_address: str, **where: object) -> User:
    """Someone with a password: the demo's own member of staff where the demo data are loaded, else a new one."""
    user: User = User.objects.filter(email=demo_address).first() or UserFactory(**where)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def jobbtorg(city: None) -> Jobbtorg:
    return Jobbtorg.objects.get(code="RS")


@pytest.fixture
def coach(jobbtorg: Jobbtorg) -> User:
    return _employ("anna.lund@jobbtorg.example", coach=True, jobbtorg=jobbtorg)


@pytest.fixture
def manager(jobbtorg: Jobbtorg) -> User:
    return _employ("karin.hedlund@jobbtorg.example", manager=True, jobbtorg=jobbtorg)


@pytest.fixture
def caseworker(city: None) -> User:
    unit = IncomeSupportUnit.objects.get(code="fs-sodermalm")
    return _employ("maria.stahl@stadsdel.example", caseworker=True, income_support_unit=unit)


@pytest.fixture(params=[WITH_SCRIPTS, WITHOUT_SCRIPTS])
def visitor(request: pytest.FixtureRequest) -> Visitor:
    scripts = request.param == WITH_SCRIPTS
    page: Page = request.getfixturevalue("page" if scripts else "page_without_javascript")
    return Visitor(page, scripts=scripts)


def _refer(visitor: Visitor, name: str, number: str) -> Referral:
    """The caseworker's three pages; returns what was sent."""
    first_name, last_name = name.split()
    visitor.open("Ny remiss")
    visitor.fill("Personnummer eller samordningsnummer", number)
    visitor.press("Nästa")
    visitor.fill("Förnamn", first_name)
    visitor.fill("Efternamn", last_name)
    visitor.choose("Försörjningsstöd")
    visitor.choose("Arbetslöshet")
    visitor.choose("Ja")
    visitor.fill("Vad vill ni att jobbtorget gör", "Behöver stöd att hitta ett arbete inom restaurang.")
    visitor.press("Nästa")
    visitor.sees("Kontrollera och skicka")
    visitor.press("Skicka remiss")
    return Referral.objects.latest("pk")


def test_the_whole_journey(visitor: Visitor, coach: User, manager: User, caseworker: User) -> None:
    """Steps 1 to 6: referred, enrolled, met, planned, approved, communicated, followed up, closed, counted."""
    session = GroupInformationSessionFactory(past=True, jobbtorg=coach.jobbtorg)

    # 1. A socialsekreterare refers; a wrong number gets a sentence and keeps what was typed.
    visitor.sign_in(caseworker)
    visitor.open("Ny remiss")
    visitor.fill("Personnummer eller samordningsnummer", "790417-9815")
    visitor.press("Nästa")
    visitor.sees("kontroll")
    expect(visitor.page.get_by_label("Personnummer eller samordningsnummer")).to_have_value("790417-9815")
    visitor.done("01-remiss-fel-nummer")
    visitor.page.goto("/remisser")
    referral = _refer(visitor, ASPIRANT, NUMBER)
    visitor.sees(referral.number)
    visitor.done("02-remiss-skickad")
    visitor.sign_out()

    # 2. The inbox shows it with its due date and why; the coach accepts and enrols in one step.
    visitor.sign_in(coach)
    visitor.open("Remisser")
    visitor.sees(ASPIRANT)
    visitor.done("03-inkorg")
    visitor.open(ASPIRANT)
    visitor.sees("Den dagen räknas inte")
    visitor.select("Coach", _option(visitor.page, "Coach", str(coach)))
    visitor.done("04-remiss")
    visitor.press("Ta emot och skriv in")
    visitor.sees("är öppnat")
    enrolment = Enrolment.objects.get(person=referral.person)
    assert (enrolment.coach, enrolment.jobbtorg) == (coach, coach.jobbtorg)

    # 3. Min dag shows the case; group information and a meeting are logged; the plan is drafted, proposed, approved.
    visitor.page.goto("/")
    visitor.sees(ASPIRANT)
    visitor.done("05-min-dag")
    visitor.page.goto(f"/arenden/{enrolment.pk}/gruppinformation")
    visitor.page.get_by_label("Tillfälle").select_option(value=str(session.pk))
    visitor.press("Lägg till")
    visitor.press("Deltog")
    visitor.sees("Gruppinformation: deltog")
    visitor.page.goto(f"/arenden/{enrolment.pk}/moten/nytt")
    visitor.choose("Närvarade")
    visitor.choose("Jobbsökning")
    visitor.fill("Anteckning", "Gick igenom CV och personligt brev.")
    visitor.done("06-logga-mote")
    visitor.press("Spara")
    visitor.sees("Coachmöte")
    visitor.done("07-arende")
    visitor.page.goto(f"/arenden/{enrolment.pk}/jobbplan/utkast")
    visitor.fill("Mål", "Arbete som kock senast i vår")
    visitor.page.locator("[name=form-0-kind]").select_option(label="Individuell coaching")
    visitor.page.locator("[name=form-0-text]").fill("Söka tre jobb i veckan tillsammans med coachen")
    visitor.page.locator("[name=form-0-hours_per_week]").fill("10")
    visitor.done("08-jobbplan-utkast")
    visitor.press("Spara och föreslå")
    visitor.open("Registrera svar")
    visitor.choose("Det var inget möte")
    visitor.choose("Godkänner planen")
    visitor.choose("Muntligt vid möte")
    visitor.press("Registrera svaret")
    visitor.sees("Jobbgarantin är hållen")
    clock = DeadlineClock.objects.get(referral=referral)
    assert clock.status == ClockStatus.MET
    assert clock.fulfilled_at is not None

    # 4. The plan is communicated; the caseworker sees the status and the plan, nothing more.
    visitor.open("Skicka till försörjningsstödsenheten")
    visitor.choose("Nödvändigt för den egna verksamheten (OSL 10 kap. 2 §)")
    visitor.press("Skicka")
    visitor.sees("gäller och är skickad")
    visitor.done("09-jobbplan")
    visitor.sign_out()
    visitor.sign_in(caseworker)
    visitor.open(referral.said_name)
    visitor.sees("Arbete som kock senast i vår")
    expect(visitor.page.get_by_text("personligt brev")).to_have_count(0)
    visitor.done("10-kommunicerad-plan")
    visitor.sign_out()

    # 5. The follow-up is due in three months; it is held and gives a new version.
    visitor.sign_in(coach)
    follow_up = enrolment.follow_ups.get()
    visitor.page.goto(f"/uppfoljningar/{follow_up.pk}")
    visitor.choose("Planen gäller oförändrad")
    visitor.press("Registrera uppföljningen")
    # Within the minute in which the meeting was logged these are two at one time, which is asked about.
    asked = visitor.page.locator("main").get_by_text("Något talar emot tiden").first
    expect(asked.or_(visitor.page.get_by_text("Uppföljningen är registrerad")).first).to_be_visible()
    if asked.is_visible():
        visitor.press("Spara ändå")
    visitor.sees("Uppföljningen är registrerad")
    assert enrolment.follow_ups.count() == 2

    # 6. The case is closed to work, in two steps; the figures show it.
    visitor.page.goto(f"/arenden/{enrolment.pk}/avsluta")
    visitor.press("Fortsätt")
    visitor.sees("Välj avslutsorsak.")
    visitor.select("Avslutsorsak", "Arbete, tillsvidareanställning")
    visitor.fill("Arbetsgivare eller skola", "Restaurang Slussen")
    visitor.fill("Första dagen i arbete eller studier", "i dag")
    visitor.choose("Nödvändigt för den egna verksamheten (OSL 10 kap. 2 §)")
    visitor.press("Fortsätt")
    visitor.sees("Bekräfta avslutet")
    visitor.done("11-avsluta")
    visitor.press("Avsluta ärendet")
    visitor.sees("Ärendet är avslutat")
    enrolment.refresh_from_db()
    assert not enrolment.is_open
    visitor.sign_out()
    visitor.sign_in(manager)
    visitor.open("Statistik")
    visitor.sees("Andel till självförsörjning")
    visitor.done("12-statistik")


@pytest.mark.parametrize("visitor", BOTH_IN_FULL, indirect=True)
def test_a_clock_that_is_not_kept(visitor: Visitor, coach: User, manager: User, caseworker: User) -> None:
    """Step 7: nobody makes a plan; the sweep stamps the breach once and manager and coach are told."""
    visitor.sign_in(caseworker)
    referral = _refer(visitor, LATECOMER, LATE_NUMBER)
    visitor.sign_out()
    visitor.sign_in(coach)
    visitor.page.goto(f"/remisser/{referral.pk}/")
    visitor.select("Coach", _option(visitor.page, "Coach", str(coach)))
    visitor.press("Ta emot och skriv in")
    visitor.sign_out()
    assert referral.clock.due_on is not None
    night_after = datetime.datetime.combine(
        referral.clock.due_on + datetime.timedelta(days=1), datetime.time(0, 15), tzinfo=datetime.UTC
    )
    with time_machine.travel(night_after, tick=True):
        call_command("sweep_deadlines")
        call_command("sweep_deadlines")
        assert Breach.objects.filter(clock=referral.clock).count() == 1
        visitor.sign_in(manager)
        visitor.open("Frister")
        visitor.sees(LATECOMER)
        visitor.done("13-frister")
        visitor.page.goto("/notiser")
        expect(visitor.page.get_by_text(re.compile("Jobbgarantin bröts"))).not_to_have_count(0)
        visitor.done("14-notiser")


def _option(page: Page, label: str, beginning: str) -> str:
    """The whole text of the option that begins so."""
    options = page.get_by_label(label).first.locator("option").all_inner_texts()
    return next(option for option in options if option.strip().startswith(beginning)).strip()
