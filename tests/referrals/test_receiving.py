"""The jobbtorg's inbox and what its staff decide (journey 2)."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from aspirants.models import Enrolment
from audit.models import AccessKind
from deadlines.models import ClockKind
from demo.factories import ClockPauseFactory, DeadlineClockFactory, EnrolmentFactory, ReferralFactory, UserFactory
from demo.identities import fictional_number
from organisation.models import Jobbtorg, Role, User
from referrals.counts import waiting_for
from referrals.models import Referral, ReferralStatus
from tests.aspirants.staff import changed
from tests.post_forms import submit
from tests.referrals.pages import seen, text
from tests.visits import STEP_IN_AND_OUT, logged, signed_in


def page_of(client: Client, referral: Referral) -> str:
    return text(client.get(reverse("referral_detail", args=[referral.pk])))


def names(response) -> list[str]:
    return [row.referral.number for row in response.context["rows"]]


def test_a_referral_without_steps_is_shown(coach: User, caseworker: User, jobbtorg: Jobbtorg) -> None:
    """As one is that was brought in with its end and not with its way there."""
    referral = ReferralFactory(jobbtorg=jobbtorg, unit=caseworker.income_support_unit, events=False)
    for user in (coach, caseworker):
        assert referral.number in page_of(signed_in(user), referral)


def test_what_is_said_no_longer_stands_beside_what_was_shown(coach: User, jobbtorg: Jobbtorg) -> None:
    referral = ReferralFactory(jobbtorg=jobbtorg, lives_elsewhere=True)
    client = signed_in(coach)
    page, path = reverse("referral_detail", args=[referral.pk]), reverse("referral_accept", args=[referral.pk])
    opened = client.get(page)
    Referral.objects.filter(pk=referral.pk).update(lives_elsewhere=False)
    refused = submit(client, path, on=page, page=opened)
    assert changed(refused) == {"Bor i en annan kommun": ("Ja", "")}


def test_the_inbox_puts_the_oldest_deadline_first(coach: User, jobbtorg: Jobbtorg) -> None:
    late = ReferralFactory(overdue=True, jobbtorg=jobbtorg)
    fresh = ReferralFactory(jobbtorg=jobbtorg)
    today = ReferralFactory(due_today=True, jobbtorg=jobbtorg)
    accepted = ReferralFactory(accepted=True, due_tomorrow=True, jobbtorg=jobbtorg)
    ReferralFactory()  # another jobbtorg's
    client = signed_in(coach)
    inbox = client.get(reverse("referral_inbox"))
    assert names(inbox) == [late.number, today.number, fresh.number]
    assert "Remisser att ta emot" in text(inbox)
    assert "1 arbetsdag sen" in text(inbox)
    assert "I dag" in text(inbox)
    assert names(client.get(reverse("referral_inbox"), {"visa": "mottagna"})) == [accepted.number]
    assert len(names(client.get(reverse("referral_inbox"), {"visa": "alla"}))) == 4
    assert waiting_for(coach) == 3


def test_the_inbox_shows_who_goes_first(coach: User, jobbtorg: Jobbtorg) -> None:
    number = fictional_number(datetime.date(2004, 1, 1), "K")
    ReferralFactory(jobbtorg=jobbtorg, has_children_at_home=True, person__identity_no=number)
    assert "Under 25 år, Barn i hemmet" in text(signed_in(coach).get(reverse("referral_inbox")))


@pytest.mark.parametrize(
    ("chip", "sentence"),
    [
        ("", "Inga remisser väntar på att tas emot."),
        ("mottagna", "Inga mottagna remisser väntar på inskrivning."),
        ("alla", "Jobbtorget har inte fått några remisser ännu."),
    ],
)
def test_empty_inboxes_say_so(coach: User, chip: str, sentence: str) -> None:
    assert sentence in text(signed_in(coach).get(reverse("referral_inbox"), {"visa": chip}))


def test_the_referral_shows_why_the_date(coach: User, jobbtorg: Jobbtorg) -> None:
    referral = ReferralFactory(jobbtorg=jobbtorg, received_on=datetime.date(2026, 11, 20))
    page = page_of(signed_in(coach), referral)
    assert "Varför detta datum?" in page
    assert "lör 21 nov – lördag, räknas inte" in page
    assert "fre 27 nov – arbetsdag 5" in page
    assert referral.purpose in page
    assert referral.person.name in page


def test_accept_enrol_and_assign(coach: User, manager: User, jobbtorg: Jobbtorg) -> None:
    referral = ReferralFactory(jobbtorg=jobbtorg)
    busy = UserFactory(coach=True, jobbtorg=jobbtorg, first_name="Vera", last_name="Full")
    EnrolmentFactory.create_batch(2, coach=busy)
    EnrolmentFactory(closed=True, coach=busy)
    UserFactory(coach=True, jobbtorg=jobbtorg, inactive=True, last_name="Borta")
    client = signed_in(manager)

    submit(client, reverse("referral_accept", args=[referral.pk]), on=reverse("referral_detail", args=[referral.pk]))
    referral.refresh_from_db()
    assert referral.status == ReferralStatus.ACCEPTED
    page = page_of(client, referral)
    assert "Vera Full – 2 aspiranter" in page
    assert f"{coach} – 0 aspiranter" in page
    assert "Borta" not in page

    response = submit(
        client,
        reverse("referral_enrol", args=[referral.pk]),
        {"coach": str(coach.pk)},
        on=reverse("referral_detail", args=[referral.pk]),
        follow=True,
    )
    case = Enrolment.objects.get(person=referral.person)
    assert case.coach == coach
    assert f"Ärende {case.case_no} är öppnat. Coach är {coach}." in text(response)
    assert reverse("case", args=[case.pk]) in text(response)


def test_a_manager_may_assign_later(manager: User, jobbtorg: Jobbtorg) -> None:
    referral = ReferralFactory(accepted=True, jobbtorg=jobbtorg)
    response = submit(
        signed_in(manager),
        reverse("referral_enrol", args=[referral.pk]),
        {"coach": ""},
        on=reverse("referral_detail", args=[referral.pk]),
        follow=True,
    )
    assert "Ärendet väntar på att få en coach." in text(response)
    assert Enrolment.objects.get(person=referral.person).coach is None


def test_a_coach_chooses_a_coach_of_the_jobbtorg(coach: User, jobbtorg: Jobbtorg) -> None:
    referral = ReferralFactory(accepted=True, jobbtorg=jobbtorg)
    client, enrol = signed_in(coach), reverse("referral_enrol", args=[referral.pk])
    assert f'<option value="{coach.pk}" selected>' in page_of(client, referral)
    for wrong in ("", str(UserFactory(coach=True).pk), str(UserFactory(manager=True, jobbtorg=jobbtorg).pk)):
        response = submit(client, enrol, {"coach": wrong}, on=reverse("referral_detail", args=[referral.pk]))
        assert response.status_code == 422
        assert "Det här behöver rättas" in text(response)
    assert not Enrolment.objects.filter(person=referral.person).exists()


def test_steps_out_of_order_are_answered_with_a_sentence(manager: User, jobbtorg: Jobbtorg) -> None:
    referral = ReferralFactory(jobbtorg=jobbtorg)
    client = signed_in(manager)
    accept = reverse("referral_accept", args=[referral.pk])
    incomplete = ReferralFactory(incomplete=True, jobbtorg=jobbtorg)
    response = client.post(reverse("referral_enrol", args=[incomplete.pk]), {"coach": "", **seen(incomplete)})
    assert "Remissen ska kompletteras och kan inte bli inskriven." in text(response)
    for _ in range(2):
        response = client.post(accept, seen(referral), follow=True)
    assert "Remissen är redan mottagen." in text(response)
    declined = ReferralFactory(declined=True, jobbtorg=jobbtorg)
    response = client.get(reverse("referral_decline", args=[declined.pk]), follow=True)
    assert "Remissen är avböjd och kan inte avböjas." in text(response)


def test_a_person_enrolled_elsewhere_meanwhile_is_not_enrolled_twice(manager: User, jobbtorg: Jobbtorg) -> None:
    referral = ReferralFactory(accepted=True, jobbtorg=jobbtorg)
    EnrolmentFactory(person=referral.person)
    response = submit(
        signed_in(manager),
        reverse("referral_enrol", args=[referral.pk]),
        {"coach": ""},
        on=reverse("referral_detail", args=[referral.pk]),
        follow=True,
    )
    assert "Personen har redan ett öppet ärende i staden." in text(response)
    referral.refresh_from_db()
    assert referral.status == ReferralStatus.ACCEPTED


def test_declining_needs_a_reason_and_a_manager(coach: User, manager: User, jobbtorg: Jobbtorg) -> None:
    referral = ReferralFactory(jobbtorg=jobbtorg)
    decline = reverse("referral_decline", args=[referral.pk])
    assert signed_in(coach).post(decline, {"reason": "DUPLICATE"}).status_code == 403
    assert decline not in page_of(signed_in(coach), referral)
    client = signed_in(manager)
    assert decline in page_of(client, referral)
    response = submit(client, decline)
    assert response.status_code == 422
    assert "Välj skälet till att remissen avböjs." in text(response)
    submit(client, decline, {"reason": "WRONG_TARGET_GROUP", "comment": "Ring oss gärna."})
    referral.refresh_from_db()
    assert referral.status == ReferralStatus.DECLINED
    followed = page_of(signed_in(referral.sent_by), referral)
    assert "Avböjd: tillhör inte målgruppen" in followed
    assert "Ring oss gärna." in followed


def test_opening_and_revealing_are_logged(coach: User, jobbtorg: Jobbtorg) -> None:
    referral = ReferralFactory(jobbtorg=jobbtorg, person__identity_no="197904179814")
    client = signed_in(coach)
    page = page_of(client, referral)
    assert "19790417-••••" in page
    assert "9814" not in page
    revealed = client.post(reverse("referral_reveal", args=[referral.pk]))
    assert "19790417-9814" in text(revealed)
    assert client.get(reverse("referral_reveal", args=[referral.pk])).status_code == 405
    events = logged().filter(user=coach).order_by("pk").values_list("kind", "subject", "person_id")
    wanted = (referral.number, referral.person_id)
    assert list(events) == [(AccessKind.READ, *wanted), (AccessKind.REVEAL, *wanted)]


def test_a_paused_clock_says_so(coach: User, jobbtorg: Jobbtorg) -> None:
    referral = ReferralFactory(jobbtorg=jobbtorg)
    ClockPauseFactory(clock=referral.clock, registered_by=coach)
    assert "Fristen är pausad" in text(signed_in(coach).get(reverse("referral_inbox")))
    assert "har inget slutdatum så länge pausen varar." in page_of(signed_in(coach), referral)


@pytest.mark.parametrize("role", [Role.CENTRAL_COORDINATOR, Role.ADMIN, Role.LOG_REVIEWER])
def test_other_roles_have_no_referrals(role: Role) -> None:
    client = signed_in(UserFactory(role=role, jobbtorg=None))
    referral = ReferralFactory()
    for name, args in (("referral_inbox", []), ("referral_new", []), ("referral_detail", [referral.pk])):
        assert client.get(reverse(name, args=args)).status_code == 403


def test_a_coach_of_a_stadsdel_has_an_empty_inbox() -> None:
    client = signed_in(UserFactory(district_coach=True))
    referral = ReferralFactory()
    assert client.get(reverse("referral_inbox")).status_code == 200
    assert client.get(reverse("referral_detail", args=[referral.pk])).status_code == 404


@pytest.mark.parametrize("rows", [10, 100])
def test_query_budget(
    rows: int, coach: User, jobbtorg: Jobbtorg, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ReferralFactory.create_batch(rows, jobbtorg=jobbtorg, events=False)
    client = signed_in(coach)
    # Three for the list, one for who waits behind a mask; the rest is session, user, log and the frame with its badges.
    with django_assert_max_num_queries(16 + STEP_IN_AND_OUT):
        response = client.get(reverse("referral_inbox"))
    assert len(response.context["rows"]) == min(rows, 50)


def test_a_clock_leads_to_its_referral_for_those_who_may_see_it(db):
    referral = ReferralFactory()
    path = reverse("referral_of_clock", args=[referral.clock.pk])
    own, other = UserFactory(coach=True, jobbtorg=referral.jobbtorg), UserFactory(coach=True)
    assert signed_in(own).get(path)["Location"] == reverse("referral_detail", args=[referral.pk])
    assert signed_in(other).get(path).status_code == 404
    talk = DeadlineClockFactory(
        enrolment=None, kind=ClockKind.ASSESSMENT, person=referral.person, jobbtorg=referral.jobbtorg,
        reference=referral.number,
    )  # fmt: skip
    path = reverse("referral_of_clock", args=[talk.pk])
    assert signed_in(own).get(path)["Location"] == reverse("referral_detail", args=[referral.pk])
    assert signed_in(other).get(path).status_code == 404
