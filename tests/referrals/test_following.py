"""What the stadsdel may follow, and what it can never see (journey 4, OSL 26 kap.)."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from aspirants.models import Closure, ClosureStatus, DisclosureContent, Protection
from audit.models import AccessEvent, AccessKind
from demo.factories import (
    ClockPauseFactory,
    ClosureFactory,
    DisclosureFactory,
    EnrolmentFactory,
    IncomeSupportUnitFactory,
    JobPlanVersionFactory,
    MeetingFactory,
    PersonFactory,
    PlanCommunicationFactory,
    ReferralFactory,
    UserFactory,
)
from organisation.models import IncomeSupportUnit, Jobbtorg, User
from referrals.models import Referral, ReferralStatus
from tests.openings import give_reason
from tests.post_forms import submit
from tests.referrals.pages import seen, text
from tests.visits import STEP_IN_AND_OUT, signed_in


def detail(referral: Referral) -> str:
    return reverse("referral_detail", args=[referral.pk])


@pytest.fixture
def enrolled(caseworker: User, jobbtorg: Jobbtorg, coach: User) -> Referral:
    case = EnrolmentFactory(jobbtorg=jobbtorg, coach=coach, income_support_unit=caseworker.income_support_unit)
    return ReferralFactory(enrolled=True, enrolment=case, sent_by=caseworker, received_on=datetime.date(2026, 11, 18))


def in_list(client: Client) -> str:
    return text(client.get(reverse("referral_inbox")))


def test_an_empty_list_invites(sender: Client) -> None:
    page = in_list(sender)
    assert "Mina remisser" in page
    assert "Du har inte skickat några remisser." in page


def test_the_list_is_the_units(sender: Client, caseworker: User, unit: IncomeSupportUnit) -> None:
    own = ReferralFactory(sent_by=caseworker, unit=unit)
    colleagues = ReferralFactory(unit=unit)
    ReferralFactory()
    rows = sender.get(reverse("referral_inbox")).context["rows"]
    assert {row.referral.number for row in rows} == {own.number, colleagues.number}
    assert "Om 5 arbetsdagar" in in_list(sender)


@pytest.mark.parametrize(
    ("chip", "status"),
    [
        ("inskickade", ReferralStatus.SUBMITTED),
        ("mottagna", ReferralStatus.ACCEPTED),
        ("inskrivna", ReferralStatus.ENROLLED),
        ("avbojda", ReferralStatus.DECLINED),
        ("aterkallade", ReferralStatus.WITHDRAWN),
        ("kompletteras", ReferralStatus.INCOMPLETE),
        ("forfallna", ReferralStatus.LAPSED),
    ],
)
def test_the_list_is_filtered_by_status(
    sender: Client, unit: IncomeSupportUnit, chip: str, status: ReferralStatus
) -> None:
    empty = text(sender.get(reverse("referral_inbox"), {"status": chip}))
    assert "Inga remisser passar urvalet." in empty
    ReferralFactory(unit=unit)
    for trait in ("incomplete", "accepted", "enrolled", "declined", "withdrawn", "lapsed"):
        ReferralFactory(unit=unit, **{trait: True})
    rows = sender.get(reverse("referral_inbox"), {"status": chip}).context["rows"]
    assert [row.referral.status for row in rows] == [status]


def test_the_communicated_plan_is_shown(sender: Client, enrolled: Referral) -> None:
    plan = JobPlanVersionFactory(plan__enrolment=enrolled.enrolment, approved=True, goal="Arbete som kock")
    assert "Arbete som kock" not in text(sender.get(detail(enrolled)))
    PlanCommunicationFactory(version=plan)
    page = text(sender.get(detail(enrolled)))
    assert "Arbete som kock" in page
    assert plan.items.all()[0].text in page
    assert "Godkänd av aspiranten" in page
    assert "Jobbplan kommunicerad mån 23 nov 2026" in page
    assert "Jobbplan kommunicerad mån 23 nov 2026" in in_list(sender)


def test_a_plan_sent_to_another_unit_stays_there(sender: Client, enrolled: Referral) -> None:
    plan = JobPlanVersionFactory(plan__enrolment=enrolled.enrolment, approved=True, goal="Arbete som kock")
    PlanCommunicationFactory(version=plan, unit=IncomeSupportUnitFactory())
    assert "Arbete som kock" not in text(sender.get(detail(enrolled)))
    assert "kommunicerad" not in in_list(sender)


def test_a_later_version_is_hidden_until_it_is_sent(sender: Client, enrolled: Referral) -> None:
    first = JobPlanVersionFactory(plan__enrolment=enrolled.enrolment, superseded=True, goal="Första målet")
    PlanCommunicationFactory(version=first)
    JobPlanVersionFactory(plan=first.plan, number=2, approved=True, goal="Andra målet")
    page = text(sender.get(detail(enrolled)))
    assert "Första målet" in page
    assert "Andra målet" not in page


def test_how_the_case_ended_is_told_in_words_once_disclosed(sender: Client, enrolled: Referral) -> None:
    case = enrolled.enrolment
    closure = ClosureFactory(enrolment=case, closed_on=datetime.date(2026, 11, 23), destination="Kafé Blåsippan")
    assert "Avslutat" not in text(sender.get(detail(enrolled)))
    DisclosureFactory(enrolment=case, content=DisclosureContent.CLOSURE, recipient=enrolled.unit)
    for page in (text(sender.get(detail(enrolled))), in_list(sender)):
        assert "Avslutat mån 23 nov 2026: arbete" in page
        assert "Blåsippan" not in page
        assert closure.reason.label not in page
    Closure.objects.update(status=ClosureStatus.CORRECTED)
    assert "Avslutat" not in text(sender.get(detail(enrolled)))


def test_the_referral_leads_to_the_timeline_of_both_sides_once_something_is_told(
    sender: Client, enrolled: Referral
) -> None:
    words = "Se vad som har hänt hos er och hos jobbtorget"
    assert words not in text(sender.get(detail(enrolled)))
    DisclosureFactory(enrolment=enrolled.enrolment)
    told = reverse("told_case", args=[enrolled.enrolment_id])
    assert f'href="{told}#tidslinje">{words}' in text(sender.get(detail(enrolled)))
    timeline = text(sender.get(told))
    assert 'id="tidslinje"' in timeline
    assert f'href="{detail(enrolled)}">{enrolled.number}</a>' in timeline


def test_meetings_notes_and_reasons_are_never_seen(sender: Client, enrolled: Referral, coach: User) -> None:
    MeetingFactory(enrolment=enrolled.enrolment, note="Ont i ryggen sedan i våras")
    JobPlanVersionFactory(plan__enrolment=enrolled.enrolment, goal="Ett utkast till mål")
    ClockPauseFactory(clock=enrolled.clock, note="Inlagd på sjukhus", ended=True)
    page = text(sender.get(detail(enrolled)))
    for secret in ("ryggen", "utkast till mål", "sjukhus", "jukdom", enrolled.person.phone):
        assert secret not in page
    assert "Jobbtorget har flyttat fristen till" in page
    assert str(coach) in page
    for name in ("case", "case_plan"):
        assert sender.get(reverse(name, args=[enrolled.enrolment.pk])).status_code == 403


def test_another_unit_finds_nothing_and_the_try_is_logged(enrolled: Referral) -> None:
    stranger = UserFactory(caseworker=True)
    client = signed_in(stranger)
    assert client.get(detail(enrolled)).status_code == 404
    assert client.post(reverse("referral_reveal", args=[enrolled.pk])).status_code == 404
    assert client.get(reverse("referral_sent", args=[enrolled.pk])).status_code == 404
    assert client.post(reverse("referral_withdraw", args=[enrolled.pk])).status_code == 404
    assert AccessEvent.objects.filter(user=stranger, kind=AccessKind.DENIED).count() == 4


def test_a_jobbtorg_sees_only_what_was_sent_to_it(enrolled: Referral) -> None:
    client = signed_in(UserFactory(manager=True))
    assert client.get(detail(enrolled)).status_code == 404
    for name in ("referral_accept", "referral_enrol", "referral_decline"):
        assert client.post(reverse(name, args=[enrolled.pk])).status_code == 404


def test_each_side_has_its_own_decisions(sender: Client, coach: User, jobbtorg: Jobbtorg, caseworker: User) -> None:
    referral = ReferralFactory(jobbtorg=jobbtorg, sent_by=caseworker, unit=caseworker.income_support_unit)
    for name in ("referral_accept", "referral_enrol", "referral_decline"):
        assert sender.post(reverse(name, args=[referral.pk])).status_code == 403
    assert signed_in(coach).post(reverse("referral_withdraw", args=[referral.pk])).status_code == 403


@pytest.mark.parametrize("protection", [grade for grade in Protection if grade != Protection.NONE])
def test_a_protected_person_is_for_the_sender_and_the_appointed(
    protection: Protection, caseworker: User, unit: IncomeSupportUnit, coach: User, jobbtorg: Jobbtorg
) -> None:
    referral = ReferralFactory(
        sent_by=caseworker,
        unit=unit,
        jobbtorg=jobbtorg,
        person__protection=protection,
        person__first_name="Hemlig",
        person__phone="" if protection == Protection.SKYDDAD_FOLKBOKFORING else "08-465 004 00",
    )
    colleague = UserFactory(caseworker=True, income_support_unit=unit)
    boss = UserFactory(district_manager=True, income_support_unit=unit)
    manager = UserFactory(manager=True, jobbtorg=jobbtorg)
    for user in (colleague, boss, coach, manager):
        assert signed_in(user).get(detail(referral)).status_code == 404
        assert not signed_in(user).get(reverse("referral_inbox")).context["rows"]

    own = signed_in(caseworker)
    for page in (text(own.get(detail(referral))), in_list(own)):
        assert "Skyddade personuppgifter" in page
        assert "Hemlig" not in page
        assert "08-465" not in page
        assert "hela numret" not in page, "the sender is not offered what is kept back"
    hidden = referral.person.identity_no
    assert hidden
    assert hidden[8:] not in text(own.post(reverse("referral_reveal", args=[referral.pk])))

    appointed = signed_in(UserFactory(coach=True, jobbtorg=jobbtorg, protected_access=True))
    assert "Hemlig" not in text(appointed.get(reverse("referral_inbox")))
    give_reason(appointed, referral.person)
    page = text(appointed.get(detail(referral)))
    assert "Hemlig" in page
    assert "08-465" not in page
    revealed = text(appointed.post(reverse("referral_reveal", args=[referral.pk])))
    assert (referral.person.phone or "Via Skatteverkets förmedlingsuppdrag") in revealed


def test_a_protected_person_gets_a_coach_who_may_open_the_case(jobbtorg: Jobbtorg, coach: User) -> None:
    manager = UserFactory(manager=True, jobbtorg=jobbtorg, protected_access=True)
    appointed = UserFactory(coach=True, jobbtorg=jobbtorg, protected_access=True)
    referral = ReferralFactory(accepted=True, protected=True, jobbtorg=jobbtorg)
    client = signed_in(manager)
    give_reason(client, referral.person)
    page = text(client.get(detail(referral)))
    assert f'<option value="{appointed.pk}">' in page
    assert f'<option value="{coach.pk}">' not in page


def test_withdrawing(
    sender: Client, caseworker: User, unit: IncomeSupportUnit, coach: User, jobbtorg: Jobbtorg
) -> None:
    referral = ReferralFactory(sent_by=caseworker, unit=unit, jobbtorg=jobbtorg)
    withdraw = reverse("referral_withdraw", args=[referral.pk])
    assert withdraw in text(sender.get(detail(referral)))
    assert "Återkalla remissen?" in text(sender.get(withdraw))
    page = text(submit(sender, withdraw, {"comment": "Har fått arbete."}, follow=True))
    assert "Remissen är återkallad." in page
    assert "Ni återkallade remissen" in page
    assert "Har fått arbete." in text(signed_in(coach).get(detail(referral)))
    again = text(sender.get(withdraw, follow=True))
    assert "Ni återkallade remissen" in again


def test_a_district_manager_follows_the_whole_stadsdel_but_withdraws_for_the_own_unit(unit: IncomeSupportUnit) -> None:
    intake = IncomeSupportUnitFactory(district=unit.district)
    referral = ReferralFactory(unit=intake)
    boss = signed_in(UserFactory(district_manager=True, income_support_unit=unit))
    assert boss.get(detail(referral)).status_code == 200
    assert "Bara enheten som skickade" in text(
        boss.post(reverse("referral_withdraw", args=[referral.pk]), seen(referral), follow=True)
    )


@pytest.mark.parametrize("rows", [10, 100])
def test_query_budget(
    rows: int, sender: Client, unit: IncomeSupportUnit, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ReferralFactory.create_batch(rows, unit=unit, events=False)
    # Five for the list, two for what is begun; the rest is the session, the user and the frame with its badges.
    with django_assert_max_num_queries(16 + STEP_IN_AND_OUT):
        response = sender.get(reverse("referral_inbox"))
    assert len(response.context["rows"]) == min(rows, 50)
    assert len(sender.get(reverse("referral_inbox"), {"page": "2"}).context["rows"]) in (10, 50)


def test_the_sender_may_see_the_whole_number_and_it_is_logged(sender: Client, enrolled: Referral) -> None:
    number = enrolled.person.identity_no
    assert number[8:] not in text(sender.get(detail(enrolled)))
    assert f"{number[:8]}-{number[8:]}" in text(sender.post(reverse("referral_reveal", args=[enrolled.pk])))
    assert AccessEvent.objects.filter(kind=AccessKind.REVEAL, subject=enrolled.number).exists()


def test_a_person_without_number_is_shown_by_birth_date(sender: Client, unit: IncomeSupportUnit) -> None:
    person = PersonFactory(without_number=True, birth_date=datetime.date(1979, 4, 17))
    page = text(sender.get(detail(ReferralFactory(unit=unit, person=person))))
    assert "Personnummer saknas. Född <strong>1979-04-17</strong>" in page
    assert "hela numret" not in page


def test_a_unit_that_follows_the_case_no_longer_reads_its_referral_and_nothing_newer(
    sender: Client, enrolled: Referral, coach: User
) -> None:
    assert "Coach" in dict(sender.get(detail(enrolled)).context["contact_rows"])
    submit(
        signed_in(coach),
        reverse("support_unit", args=[enrolled.enrolment_id]),
        {"unit": str(IncomeSupportUnitFactory().pk), "changed_on": "2026-11-23", "reason": "Flyttat"},
    )
    page = sender.get(detail(enrolled))
    assert page.status_code == 200
    assert enrolled.said_name in text(page)
    assert "Coach" not in dict(page.context["contact_rows"])
    answers = {
        "referral_sent": 302,  # about its deadline, which is another unit's to follow
        "referral_fitness": 302,
        "referral_correct": 302,
        "referral_decision": 302,
        "referral_deviation": 302,
    }
    assert {name: sender.get(reverse(name, args=[enrolled.pk])).status_code for name in answers} == answers
