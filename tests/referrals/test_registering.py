"""Referrals on paper or by telephone (G-53) and people who come without one (R-2-57), registered by the jobbtorg."""

from __future__ import annotations

import datetime
import uuid
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse

from aspirants.models import Enrolment, Origin, Person
from audit.models import AccessEvent, AccessKind
from deadlines.models import ClockKind, ClockStatus, DeadlineClock, StartEvent
from demo.factories import (
    DeadlinePolicyFactory,
    EnrolmentFactory,
    IncomeSupportUnitFactory,
    JobbtorgFactory,
    PersonFactory,
    ReferralFactory,
    UserFactory,
)
from demo.identities import nth_number
from notices.models import Notice
from organisation.access.acting import DatabaseRole, acting_for, as_database_role
from organisation.access.database_roles import WEB
from organisation.models import IncomeSupportUnit, Jobbtorg, User
from referrals.models import DeclineReason, Referral, ReferralStatus, Source
from referrals.operations import decline_referral
from referrals.shown import shown_referral
from tests.referrals.pages import DETAILS, NUMBER, Response, text
from tests.roles import as_role
from tests.same_moment import at_the_same_moment
from tests.visits import logged, signed_in

URL = "referral_register"


@pytest.fixture
def staff(coach: User) -> Client:
    """The coach's browser."""
    return signed_in(coach)


def register(client: Client, kind: str, **changes: Any) -> Response:
    """Send the form in; a change to None leaves the field out."""
    answers = {
        **DETAILS,
        "submission_id": str(uuid.uuid4()),
        "kind": kind,
        "number": NUMBER,
        "received_on": "2026-11-19",
        "coach": client.get(reverse(URL)).context["form"]["coach"].value() or "",
        **changes,
    }
    posted = {name: value for name, value in answers.items() if value is not None}
    return client.post(reverse(URL), posted, follow=True)


def on_paper(client: Client, unit: IncomeSupportUnit, **changes: Any) -> Response:
    return register(client, "remiss", **{"unit": str(unit.pk), **changes})


def visit(client: Client, **changes: Any) -> Response:
    return register(client, "besok", **{"purpose": None, **changes})


def test_the_inbox_leads_to_the_page(staff: Client) -> None:
    assert reverse(URL) in text(staff.get(reverse("referral_inbox")))
    page = text(staff.get(reverse(URL)))
    for words in ("Registrera remiss eller besök", "Remiss på papper eller telefon", "Kom utan remiss"):
        assert words in page


def test_a_paper_referral_counts_from_its_stamp(
    staff: Client, coach: User, unit: IncomeSupportUnit, clock: time_machine.Traveller
) -> None:
    """G-53: stamped Monday 13 April, typed in Thursday 16 April: due Monday 20 April."""
    clock.move_to(datetime.datetime(2026, 4, 16, 8, tzinfo=datetime.UTC), tick=False)
    staff.force_login(coach)
    response = on_paper(staff, unit, received_on="2026-04-13", benefit_applied_on="2026-04-01", unemployed_since="")
    referral = Referral.objects.get()
    assert str(referral.received_on) == str(referral.clock.started_on) == "2026-04-13"
    assert str(referral.clock.due_on) == "2026-04-20"
    assert (referral.source, referral.unit, referral.jobbtorg) == (Source.PAPER, unit, coach.jobbtorg)
    assert (referral.sent_by, referral.status) == (coach, ReferralStatus.SUBMITTED)
    page = text(response)
    assert f"Remiss {referral.number} är registrerad. Den kom in mån 13 apr." in page
    assert "Registrerad av" in page
    assert referral.person.name == "Anna Åkesson"


def test_registered_after_the_last_day_it_is_late(staff: Client, unit: IncomeSupportUnit) -> None:
    response = on_paper(staff, unit, received_on="2026-11-02", benefit_applied_on="")
    assert "10 arbetsdagar sen" in text(response)
    assert Referral.objects.get().clock.due_on == datetime.date(2026, 11, 9)


def test_the_stadsdel_follows_and_takes_back_what_it_sent_on_paper(
    staff: Client, unit: IncomeSupportUnit, caseworker: User, manager: User
) -> None:
    on_paper(staff, unit)
    referral, sender = Referral.objects.get(), signed_in(caseworker)
    assert referral.number in text(sender.get(reverse("referral_inbox")))
    page = text(sender.get(reverse("referral_detail", args=[referral.pk])))
    assert "Registrerad av" in page
    assert "Återkalla remissen" in page
    decline_referral(
        actor=manager, referral=referral, seen_referral=shown_referral(referral), reason=DeclineReason.LIVES_ELSEWHERE
    )
    assert Notice.objects.get(recipient=caseworker).text.startswith(f"Remiss {referral.number} har avböjts")
    elsewhere = signed_in(UserFactory(caseworker=True))
    assert elsewhere.get(reverse("referral_detail", args=[referral.pk])).status_code == 404


def test_what_the_paper_says_otherwise_stands_beside(staff: Client, unit: IncomeSupportUnit) -> None:
    known = PersonFactory(identity_no="197904179814", first_name="Anna", last_name="Öberg", phone="070-174 06 06")
    on_paper(staff, unit)
    known.refresh_from_db()
    assert known.last_name == "Öberg"
    assert Referral.objects.get().person == known
    assert "efternamn Åkesson" in Referral.objects.get().events.get().comment


def test_a_person_without_a_referral(staff: Client, coach: User) -> None:
    """R-2-57: the case is opened, and its clocks count from the day of the visit."""
    DeadlinePolicyFactory(kind=ClockKind.JOB_OFFER_5, start_event=StartEvent.BENEFIT_APPLIED)
    response = visit(staff)
    case = Enrolment.objects.get()
    assert (case.origin, case.jobbtorg, case.coach) == (Origin.WALK_IN, coach.jobbtorg, coach)
    assert (case.income_support_unit, str(case.enrolled_on)) == (None, "2026-11-19")
    assert str(case.first_visit_on) == "2026-11-19"
    clocks = {clock.kind: clock for clock in case.clocks.select_related("policy")}
    guarantee = clocks[ClockKind.PLAN_GUARANTEE]
    assert (str(guarantee.started_on), str(guarantee.due_on)) == ("2026-11-19", "2026-11-26")
    assert (guarantee.covered, guarantee.reference) == (True, case.case_no)
    assert str(clocks[ClockKind.JOB_OFFER_5].started_on) == "2026-11-02"
    page = text(response)
    assert f"Ärende {case.case_no} är öppnat. Du är coach. Nästa steg: boka ett möte" in page
    assert "Första besöket" in page
    assert not Referral.objects.exists()
    assert f"Ärende {case.case_no}, kom utan remiss" in page
    tab = text(staff.get(reverse("case_referral", args=[case.pk])))
    assert "Kom utan remiss" in tab
    assert "Egen kontakt" in tab
    assert reverse("support_unit", args=[case.pk]) in tab, "the unit is not known and may be set later"


def test_a_coach_has_to_choose_one_and_a_manager_may_leave_it_for_later(
    staff: Client, manager: User, coach: User
) -> None:
    page = visit(staff, coach="")
    assert list(page.context["form"].errors) == ["coach"]
    assert "Välj en coach." in text(page)
    leads = signed_in(manager)
    assert "Fördela senare" in text(leads.get(reverse(URL)))
    assert "väntar på att få en coach" in text(visit(leads))
    assert Enrolment.objects.get().coach is None
    given = visit(leads, number=nth_number(7), coach=str(coach.pk))
    assert "är coach och har fått en notis" in text(given)
    assert Notice.objects.get(recipient=coach).text.startswith("Du har fått ärende")


def test_the_day_of_enrolment_is_kept_and_refused_in_one_sentence_for_paper(
    staff: Client, unit: IncomeSupportUnit
) -> None:
    page = on_paper(staff, unit, enrolled_on="2026-11-20")
    assert page.context["form"].errors == {
        "enrolled_on": ["En remiss tas först emot. Töm Inskriven, och ange dagen när ni skriver in."]
    }
    assert page.context["form"]["enrolled_on"].value() == "2026-11-20"


def test_whom_the_guarantee_does_not_cover(staff: Client) -> None:
    visit(staff, benefit_kind="NONE", benefit_reason="SOCIAL")
    assert not DeadlineClock.objects.get().covered


def test_where_the_clock_counts_from_the_first_visit_the_visit_starts_it(staff: Client) -> None:
    DeadlinePolicyFactory()  # in force today; the next one is asked for by its own start
    policy = DeadlineClock._meta.get_field("policy").related_model.objects.get()
    policy.valid_to = datetime.date(2026, 10, 31)
    policy.save()
    DeadlinePolicyFactory(start_event=StartEvent.FIRST_VISIT, valid_from=datetime.date(2026, 11, 1))
    visit(staff)
    clock = DeadlineClock.objects.get()
    assert (clock.status, str(clock.due_on)) == (ClockStatus.RUNNING, "2026-11-26")


@pytest.mark.parametrize("kind", ["remiss", "besok"])
@pytest.mark.parametrize("number", [NUMBER, ""])
def test_the_same_form_twice_registers_once(staff: Client, unit: IncomeSupportUnit, kind: str, number: str) -> None:
    once = {"submission_id": str(uuid.uuid4()), "unit": str(unit.pk), "number": number}
    if not number:
        once |= {"number_missing": "on", "birth_date": "1979-04-17"}
    pages = [register(staff, kind, **once) for _ in range(2)]
    assert [page.status_code for page in pages] == [200, 200]
    assert pages[0].redirect_chain == pages[1].redirect_chain
    assert Referral.objects.count() + Enrolment.objects.count() == 1
    assert Person.objects.count() == 1
    assert DeadlineClock.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["remiss", "besok"])
def test_a_double_click_registers_once(coach: User, unit: IncomeSupportUnit, kind: str) -> None:
    """At the same instant, of a person without a number, whom nothing else would tell from the first."""
    once = {"submission_id": str(uuid.uuid4()), "unit": str(unit.pk), "number": ""}
    once |= {"number_missing": "on", "birth_date": "1979-04-17"}
    browsers = [signed_in(coach) for _ in range(3)]
    pages = at_the_same_moment(*(partial(register, browser, kind, **once) for browser in browsers))
    assert len({str(page.redirect_chain) for page in pages}) == 1
    assert Referral.objects.count() + Enrolment.objects.count() == 1
    assert Person.objects.count() == DeadlineClock.objects.count() == 1


@pytest.mark.parametrize("kind", ["remiss", "besok"])
@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-11-24", "Datumet kan inte ligga i framtiden."),
        ("2026-11-01", "Datumet kan inte ligga före ansökan om försörjningsstöd."),
        ("2026-08-24", "Datumet är mer än 90 dagar gammalt. Kontrollera det."),
        ("", "Skriv vilken dag remissen eller personen kom"),
    ],
)
def test_days_that_cannot_be(staff: Client, unit: IncomeSupportUnit, kind: str, day: str, sentence: str) -> None:
    response = register(staff, kind, unit=str(unit.pk), received_on=day)
    assert response.status_code == 422
    assert sentence in text(response)
    assert 'href="#id_received_on"' in text(response)
    assert not Person.objects.exists()


def test_ninety_days_back_is_allowed(staff: Client, unit: IncomeSupportUnit) -> None:
    on_paper(staff, unit, received_on="2026-08-25", benefit_applied_on="")
    assert str(Referral.objects.get().received_on) == "2026-08-25"


def test_a_referral_needs_its_sender_and_purpose_and_a_visit_neither(staff: Client) -> None:
    response = register(staff, "remiss", purpose=None)
    assert response.status_code == 422
    for sentence in ("Välj vilken enhet remissen kommer från.", "Skriv kort vad enheten vill att jobbtorget gör."):
        assert sentence in text(response)
    response = register(staff, "")
    assert "Välj om det är en remiss eller ett besök utan remiss." in text(response)
    assert visit(staff).status_code == 200


def test_a_made_up_submission_is_not_found(staff: Client) -> None:
    assert register(staff, "besok", submission_id="19790417-9814").status_code == 404


@pytest.mark.parametrize("kind", ["remiss", "besok"])
def test_who_has_a_case_or_a_referral_is_not_registered_again(
    staff: Client, unit: IncomeSupportUnit, kind: str
) -> None:
    """G-57: no referral, no case and no new clock while an enrolment is open."""
    there = JobbtorgFactory(name="Jobbtorg Farsta")
    person = EnrolmentFactory(jobbtorg=there, person__identity_no="197904179814").person
    response = register(staff, kind, unit=str(unit.pk))
    assert response.status_code == 422
    assert "Personen har redan ett öppet ärende vid ett jobbtorg." in text(response)
    Enrolment.objects.all().delete()
    ReferralFactory(person=person)
    response = register(staff, kind, unit=str(unit.pk))
    assert "Det finns redan en öppen remiss för personen." in text(response)
    assert (Referral.objects.count(), Enrolment.objects.count(), DeadlineClock.objects.count()) == (1, 0, 1)


@pytest.mark.parametrize("kind", ["remiss", "besok"])
def test_who_has_a_case_here_is_led_to_it(
    staff: Client, unit: IncomeSupportUnit, jobbtorg: Jobbtorg, kind: str
) -> None:
    case = EnrolmentFactory(jobbtorg=jobbtorg, person__identity_no="197904179814")
    page = text(register(staff, kind, unit=str(unit.pk)))
    assert "Personen har redan ett öppet ärende hos er." in page
    assert "Ring enhetschefen" not in page
    assert f'href="{reverse("case", args=[case.pk])}">Öppna ärende {case.case_no}' in page
    person = case.person
    Enrolment.objects.all().delete()
    referral = ReferralFactory(person=person, jobbtorg=jobbtorg)
    page = text(register(staff, kind, unit=str(unit.pk)))
    assert "Följ den i stället för att registrera en ny." in page
    assert f'href="{reverse("referral_detail", args=[referral.pk])}">Öppna remiss' in page


def test_a_duplicate_that_came_in_is_declined(manager: User, jobbtorg: Jobbtorg) -> None:
    """G-57: two at once is stopped by the database, and what still came in is declined as a duplicate."""
    referral = ReferralFactory(jobbtorg=jobbtorg)
    decline_referral(
        actor=manager, referral=referral, seen_referral=shown_referral(referral), reason=DeclineReason.DUPLICATE
    )
    referral.refresh_from_db()
    assert (referral.status, referral.clock.status) == (ReferralStatus.DECLINED, ClockStatus.CANCELLED)


@pytest.mark.parametrize("kind", ["remiss", "besok"])
def test_nothing_is_said_of_a_protected_persons_case(staff: Client, unit: IncomeSupportUnit, kind: str) -> None:
    EnrolmentFactory(protected=True, person__identity_no="197904179814", jobbtorg__name="Jobbtorg Farsta")
    page = text(register(staff, kind, unit=str(unit.pk)))
    assert "Personen har redan ett öppet ärende vid ett jobbtorg. Ring enhetschefen på jobbtorget." in page
    assert "Farsta" not in page


def test_a_protected_persons_referral_is_registered_and_not_shown(
    staff: Client, unit: IncomeSupportUnit, jobbtorg: Jobbtorg
) -> None:
    person = PersonFactory(protected=True, identity_no="197904179814", last_name="Hemlig")
    response = on_paper(staff, unit)
    referral = Referral.objects.get()
    assert response.redirect_chain == [(reverse("referral_inbox"), 302)]
    assert referral.number in text(response)
    assert "Hemlig" not in text(response)
    assert referral.person == person
    assert staff.get(reverse("referral_detail", args=[referral.pk])).status_code == 404


@pytest.mark.parametrize("known_here", [True, False])
def test_a_protected_visitor_is_left_to_those_appointed(staff: Client, jobbtorg: Jobbtorg, known_here: bool) -> None:
    person = PersonFactory(protected=True, identity_no="197904179814")
    if known_here:
        EnrolmentFactory(closed_on=datetime.date(2026, 11, 2), person=person, jobbtorg=jobbtorg)
    response = visit(staff)
    assert response.status_code == 422
    assert "Personen kan inte registreras här. Ring enhetschefen på jobbtorget." in text(response)
    appointed = signed_in(UserFactory(coach=True, jobbtorg=jobbtorg, protected_access=True))
    # Of somebody known here the unit is asked about first.
    assert visit(appointed, unit_asked="1").status_code == 200
    assert Enrolment.objects.open().get().person == person


def test_every_number_looked_up_is_logged(staff: Client, coach: User) -> None:
    known = PersonFactory(identity_no="197904179814")
    visit(staff)
    search = AccessEvent.objects.get(user=coach, kind=AccessKind.SEARCH)
    assert (search.person_id, search.sought, search.view) == (known.pk, known.identity_hash, URL)
    assert logged().filter(view="case", person_id=known.pk).exists()


def test_nothing_about_the_person_is_in_an_address(staff: Client, unit: IncomeSupportUnit) -> None:
    for response in (on_paper(staff, unit), visit(staff, number="19790406-9817")):
        for address, _ in response.redirect_chain:
            assert not any(secret in address for secret in ("1979", "Anna", "kesson"))


def test_the_stadsdel_and_a_coach_of_it_do_not_register(caseworker: User, unit: IncomeSupportUnit) -> None:
    for user in (caseworker, UserFactory(coach=True, jobbtorg=None, income_support_unit=unit)):
        assert signed_in(user).get(reverse(URL)).status_code == 403


def test_the_database_lets_a_jobbtorg_register_for_itself_only(coach: User, unit: IncomeSupportUnit) -> None:
    """The second lock: another jobbtorg's referral, or one that pretends to come from the stadsdel's own staff."""
    model = ReferralFactory(unit=unit)
    elsewhere = {"jobbtorg": JobbtorgFactory(), "source": Source.PAPER}
    pretended = {"jobbtorg": coach.jobbtorg, "source": Source.DISTRICT}
    for n, facts in enumerate((elsewhere, pretended)):
        row = ReferralFactory.build(
            person=PersonFactory(), unit=unit, clock=model.clock, sent_by=coach, target_group=None, **facts
        )
        row.number = f"R-2026-9999{n}"
        with (
            pytest.raises(ProgrammingError, match="row-level security"),
            as_role(WEB),
            acting_for(coach),
            as_database_role(DatabaseRole.REGISTRAR),
            transaction.atomic(),
        ):
            row.save(force_insert=True)


def test_other_staff_do_not_find_what_was_registered(staff: Client, unit: IncomeSupportUnit) -> None:
    on_paper(staff, unit)
    visit(staff, number="19790406-9817", anyway="1")
    referral, case = Referral.objects.get(), Enrolment.objects.get()
    stranger = signed_in(UserFactory(coach=True))
    assert stranger.get(reverse("referral_detail", args=[referral.pk])).status_code == 404
    assert stranger.get(reverse("case", args=[case.pk])).status_code == 404
    other_unit = signed_in(UserFactory(caseworker=True, income_support_unit=IncomeSupportUnitFactory()))
    assert other_unit.get(reverse("referral_detail", args=[referral.pk])).status_code == 404
