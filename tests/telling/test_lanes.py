"""What the timelines say of what was registered later than it happened, of consents, and of corrected facts."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aspirants.events.reading import every_event
from aspirants.models import Consent, DisclosureContent, Enrolment
from demo.factories import (
    ConsentFactory,
    DisclosureFactory,
    EnrolmentFactory,
    QuestionMessageFactory,
    QuestionThreadFactory,
    ReferralFactory,
    WalkInFactory,
)
from organisation.models import User
from referrals.models import Source
from tests.referrals.pages import text
from tests.visits import signed_in

THURSDAY, FRIDAY = datetime.date(2026, 11, 19), datetime.date(2026, 11, 20)


@pytest.fixture
def as_coach(coach: User) -> Client:
    return signed_in(coach)


def lanes(browser: Client, case: Enrolment, page: str = "case_referral") -> dict[str, Any]:
    return {one.title: one for one in browser.get(reverse(page, args=[case.pk])).context["lanes"]}


def day(item: Any) -> datetime.date:
    return timezone.localdate(item.at)


def test_paper_and_enrolment_stand_on_their_days_in_every_timeline(as_coach: Client, coach: User, sender: User) -> None:
    """They reached the jobbtorg on Thursday and began on Friday; both were registered on Monday."""
    case = EnrolmentFactory(coach=coach, income_support_unit=sender.income_support_unit, enrolled_on=FRIDAY)
    referral = ReferralFactory(
        enrolment=case,
        enrolled=True,
        jobbtorg=case.jobbtorg,
        unit=sender.income_support_unit,
        source=Source.PAPER,
        received_on=THURSDAY,
    )
    referral.events.update(at=timezone.now())
    DisclosureFactory(enrolment=case)
    for found in (lanes(as_coach, case), lanes(signed_in(sender), case, "told_case")):
        came, enrolled = found["Remissen kom in"], found["Inskriven"]
        assert (day(came), day(enrolled)) == (THURSDAY, FRIDAY)
        assert came.text == enrolled.text == "Registrerat senare, mån 23 nov."
    history = as_coach.get(reverse("referral_detail", args=[referral.pk])).context["history"]
    [came] = [one for one in history if one.title == "Kom in"]
    assert (day(came), came.text) == (THURSDAY, "Registrerat senare, mån 23 nov.")
    [came] = [one for one in every_event(case) if one.title == "Remissen kom in"]
    assert came.at == THURSDAY
    assert "Registrerat senare, mån 23 nov" in came.text


def test_consents_stand_in_the_lanes_of_both_where_something_was_told_on_them(
    as_coach: Client, coach: User, sender: User, case: Enrolment
) -> None:
    used = ConsentFactory(enrolment=case, given_on=THURSDAY, note="Inte till handläggarens chef")
    DisclosureFactory(enrolment=case, basis="CONSENT", consent=used)
    ConsentFactory(enrolment=case, given_on=FRIDAY, kinds=[DisclosureContent.CLOSURE])
    Consent.objects.filter(pk=used.pk).update(withdrawn_on=FRIDAY, withdrawn_by=coach, withdrawn_at=timezone.now())
    ours = as_coach.get(reverse("case_referral", args=[case.pk])).context["lanes"]
    assert sorted(day(one) for one in ours if one.title == "Samtycke lämnades") == [THURSDAY, FRIDAY]
    for found in (lanes(as_coach, case), lanes(signed_in(sender), case, "told_case")):
        assert day(found["Samtycket återkallades"]) == FRIDAY
        assert found["Samtycket återkallades"].lane == "Jobbtorget"
        assert "chef" not in found["Samtycket återkallades"].text
    theirs = signed_in(sender).get(reverse("told_case", args=[case.pk])).context["lanes"]
    assert [day(one) for one in theirs if one.title == "Samtycke lämnades"] == [THURSDAY]


def test_corrected_facts_of_a_visit_stand_in_the_lane_of_the_jobbtorg(as_coach: Client, coach: User) -> None:
    visit = WalkInFactory(enrolment__coach=coach)
    visit.seeking_work, visit.unemployed_since = not visit.seeking_work, THURSDAY
    visit.save()
    found = lanes(as_coach, visit.enrolment)["Uppgifterna från besöket rättades"]
    assert found.lane == "Jobbtorget"
    assert "arbetslös" in found.text


def test_a_question_and_its_answer_are_called_so_with_the_subject(
    as_coach: Client, coach: User, sender: User, case: Enrolment
) -> None:
    thread = QuestionThreadFactory(referral=case.referral)
    QuestionMessageFactory(thread=thread, author=coach)
    case_page = as_coach.get(reverse("question_thread", args=[thread.pk]))
    assert case_page.status_code == 200
    for found in (lanes(as_coach, case), lanes(signed_in(sender), case, "told_case")):
        assert found["Fråga: Närvaro i november"].is_unit
        assert not found["Svar: Närvaro i november"].is_unit
    assert "Läste fråga: Närvaro i november" in lanes(as_coach, case)
    for address in (reverse("told_list"), reverse("told_case", args=[case.pk])):
        assert "Svar: Närvaro i november" in text(signed_in(sender).get(address))
