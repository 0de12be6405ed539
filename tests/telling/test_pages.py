"""Telling a unit what is registered, on the case's tab, and what each side reads of it."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aspirants.models import (
    Consent,
    ConsentForm,
    ConsentPurpose,
    Disclosure,
    DisclosureBasis,
    DisclosureContent,
    Enrolment,
)
from aspirants.operations import assign_coach
from aspirants.operations.consents import give_consent
from core.refusals import OperationRefused
from core.seen import NOTHING
from demo.factories import (
    ClosureFactory,
    ConsentFactory,
    DisclosureFactory,
    EnrolmentFactory,
    FollowUpFactory,
    JobbtorgFactory,
    JobOfferFactory,
    JobPlanVersionFactory,
    MeetingFactory,
    OpeningFactory,
    PlanCommunicationFactory,
    QuestionThreadFactory,
    UserFactory,
)
from organisation.access.permissions import NOT_ALLOWED
from organisation.models import User
from referrals.telling.operations import tell_unit
from tests.aspirants.staff import TODAY
from tests.casework.transfers import at_desk
from tests.post_forms import submit
from tests.referrals.pages import text
from tests.visits import signed_in, statements_of

LONG_FROM_NOW = datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC)
"""An hour of the tests' clock is over by the database's."""

LAWFUL = {"basis": "OSL_26_9"}


@pytest.fixture
def as_coach(coach: User) -> Client:
    return signed_in(coach)


def tab(case: Enrolment) -> str:
    return reverse("case_referral", args=[case.pk])


def tell(case: Enrolment, matter: str) -> str:
    return f"{reverse('case_tell', args=[case.pk])}?vad={matter}"


def test_a_months_attendance_is_told_as_counts_and_days(as_coach: Client, case: Enrolment, sender: User) -> None:
    at = MeetingFactory(enrolment=case, present=True, note="Ont i ryggen").starts_at
    MeetingFactory(enrolment=case, absent_valid=True)
    MeetingFactory(enrolment=case, cancelled=True)
    month = f"narvaro-{at:%Y-%m}"
    page = submit(as_coach, tell(case, month), LAWFUL)
    assert page.status_code == 302
    told = Disclosure.objects.get()
    assert (told.content, told.recipient, told.about) == ("ATTENDANCE", sender.income_support_unit, month)
    said = dict(told.said_rows)
    assert said["Närvarade"].startswith("1 (")
    assert said["Giltig frånvaro"].startswith("1 (")
    assert "Uteblev" not in said
    reading = text(signed_in(sender).get(reverse("told_case", args=[case.pk])))
    assert "Närvarade" in reading
    assert "ryggen" not in reading


def test_a_declined_job_is_told_with_the_reason_that_was_given(as_coach: Client, case: Enrolment) -> None:
    offer = JobOfferFactory(enrolment=case, declined=True)
    page = tell(case, f"erbjudande-{offer.pk}")
    assert "Skriv skälet" in text(submit(as_coach, page, LAWFUL))
    submit(as_coach, page, LAWFUL | {"stated_reason": "För lång resväg"})
    assert ("Aspirantens skäl", "För lång resväg") in Disclosure.objects.get().said_rows


def test_a_follow_up_is_told_without_what_was_noted_and_stays_as_told(as_coach: Client, case: Enrolment) -> None:
    held = FollowUpFactory(enrolment=case, held=True, note="Sjukskriven sedan maj")
    submit(as_coach, tell(case, f"uppfoljning-{held.pk}"), LAWFUL)
    type(held).objects.filter(pk=held.pk).update(result="CLOSE")
    [told] = Disclosure.objects.all()
    assert ("Resultat", "Planen gäller oförändrad") in told.said_rows
    assert "Sjukskriven" not in told.said
    page = text(as_coach.get(tab(case)))
    assert "Planen gäller oförändrad" in page
    assert "Inte öppnat ännu" in page


def test_what_was_told_from_another_page_is_told_again_only_on_purpose(as_coach: Client, case: Enrolment) -> None:
    address = tell(case, f"narvaro-{MeetingFactory(enrolment=case, present=True).starts_at:%Y-%m}")
    first, second = as_coach.get(address), as_coach.get(address)
    assert "Redan lämnat" not in text(first)
    submit(as_coach, address, LAWFUL, page=first)
    warned = submit(as_coach, address, LAWFUL, page=second)
    assert warned.status_code == 409
    assert "Redan lämnat en gång, mån 23 nov 2026" in text(warned)
    assert warned.context["form"]["basis"].value() == "OSL_26_9"
    assert Disclosure.objects.count() == 1
    assert submit(as_coach, address, LAWFUL, page=warned).status_code == 302
    assert "Redan lämnat 2 gånger, senast mån 23 nov 2026" in text(as_coach.get(address))


@pytest.mark.parametrize("matter", ["narvaro-2019-01", "narvaro-x", "uppfoljning-0", "erbjudande-999999", "annat-1"])
def test_what_is_not_there_is_not_told(as_coach: Client, case: Enrolment, matter: str) -> None:
    assert as_coach.get(tell(case, matter)).status_code == 404


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("case_tell", "Ärendet har ingen försörjningsstödsenhet att lämna uppgifter till."),
        ("consent_new", "Ärendet har ingen försörjningsstödsenhet som ett samtycke kan gälla."),
    ],
)
def test_a_case_without_a_unit_has_nobody_to_tell(coach: User, page: str, said: str) -> None:
    case = EnrolmentFactory(coach=coach, income_support_unit=None)
    answer = signed_in(coach).get(reverse(page, args=[case.pk]), follow=True)
    assert answer.redirect_chain == [(tab(case), 302)]
    assert said in text(answer)


def test_what_was_begun_before_the_case_lost_its_unit_is_kept_and_not_told(as_coach: Client, case: Enrolment) -> None:
    address = tell(case, f"erbjudande-{JobOfferFactory(enrolment=case, declined=True).pk}")
    page = as_coach.get(address)
    Enrolment.objects.filter(pk=case.pk).update(income_support_unit=None)
    refused = submit(as_coach, address, LAWFUL | {"stated_reason": "För lång resväg"}, page=page)
    assert refused.status_code == 409
    assert refused.context["form"]["stated_reason"].value() == "För lång resväg"
    assert not Disclosure.objects.exists()


def test_the_ground_that_another_jobbtorg_used_is_not_proposed(as_coach: Client, case: Enrolment) -> None:
    page = reverse("case_tell", args=[case.pk])
    DisclosureFactory(enrolment=case, basis="OSL_10_2", sending_jobbtorg=JobbtorgFactory())
    assert as_coach.get(page).context["form"]["basis"].initial == ""
    DisclosureFactory(enrolment=case, basis="OSL_26_9", disclosed_at=timezone.now() - datetime.timedelta(days=3))
    assert as_coach.get(page).context["form"]["basis"].initial == "OSL_26_9"


def test_who_may_not_is_refused_before_anything_is_read(case: Enrolment) -> None:
    """Not told that the case has moved, which only who looks for it there finds out."""
    stranger = UserFactory(coach=True)
    tells = {"matter": "narvaro-2026-11", "seen_matter": NOTHING, "basis": DisclosureBasis.OSL_26_9}
    agreed = {"purpose": ConsentPurpose.BENEFIT, "kinds": [DisclosureContent.ATTENDANCE], "given_on": TODAY}
    agreed |= {"seen_parties": NOTHING, "valid_to": None, "form": ConsentForm.ORAL}
    acts: list[tuple[Any, dict[str, Any]]] = [(tell_unit, tells), (give_consent, agreed)]
    acts += [(assign_coach, {"seen_coach": NOTHING, "coach": stranger})]
    for act, facts in acts:
        key = {} if act is assign_coach else {"submission_id": uuid.uuid4()}
        with at_desk(stranger), pytest.raises(OperationRefused) as refused:
            act(actor=stranger, enrolment=case, **facts, **key)
        assert refused.value.message == NOT_ALLOWED, act


def test_the_ground_used_last_is_proposed_and_a_consent_that_ended_is_not(as_coach: Client, case: Enrolment) -> None:
    consent = ConsentFactory(enrolment=case)
    DisclosureFactory(enrolment=case, basis="CONSENT", consent=consent)
    form = as_coach.get(reverse("case_tell", args=[case.pk])).context["form"]
    assert form["basis"].initial == f"CONSENT-{consent.pk}"
    Consent.objects.filter(pk=consent.pk).update(kinds=[DisclosureContent.CLOSURE])
    page = as_coach.get(reverse("case_tell", args=[case.pk]))
    assert page.context["form"]["basis"].initial == ""
    assert "Samtycket omfattar inte uppgifterna (närvarounderlag)" in text(page)


def test_a_consent_that_is_withdrawn_while_the_page_is_open_is_refused_once_at_its_field(
    as_coach: Client, coach: User, case: Enrolment
) -> None:
    consent = ConsentFactory(enrolment=case, kinds=[DisclosureContent.DECLINED_OFFER])
    DisclosureFactory(enrolment=case, basis="CONSENT", consent=consent)
    address = tell(case, f"erbjudande-{JobOfferFactory(enrolment=case, declined=True).pk}")
    page = as_coach.get(address)
    submit(as_coach, reverse("consent_withdraw", args=[case.pk, 1]), {"withdrawn_on": "2026-11-23"})
    assert Consent.objects.get().withdrawn_by == coach
    typed = {"basis": f"CONSENT-{consent.pk}", "stated_reason": "För lång resväg"}
    form = submit(as_coach, address, typed, page=page).context["form"]
    assert "Samtycket återkallades" in form.errors["basis"][0]
    assert form["basis"].help_text == "", "it is not said twice"
    assert form["stated_reason"].value() == "För lång resväg"
    assert Disclosure.objects.count() == 1


def test_a_consent_is_taken_shown_and_taken_back_on_the_case(as_coach: Client, case: Enrolment) -> None:
    typed = {"purpose": "BENEFIT", "kinds": ["ATTENDANCE"], "given_on": "2026-11-20", "form": "ORAL"}
    submit(as_coach, reverse("consent_new", args=[case.pk]), typed | {"valid_to": "2026-12-01"})
    page = text(as_coach.get(tab(case)))
    assert "Gäller till och med tisdag 1 december 2026" in page
    submit(as_coach, reverse("consent_withdraw", args=[case.pk, 1]), {"withdrawn_on": "2026-11-23"})
    assert "Återkallat måndag 23 november 2026" in text(as_coach.get(tab(case)))


def test_opening_what_was_told_is_its_receipt(sender: User, case: Enrolment) -> None:
    told = DisclosureFactory(enrolment=case)
    as_sender = signed_in(sender)
    assert "Nytt" in text(as_sender.get(reverse("told_list")))
    as_sender.get(reverse("told_case", args=[case.pk]))
    told.refresh_from_db()
    assert told.receipt_by == sender
    assert "Nytt" not in text(as_sender.get(reverse("told_list"))).partition("Öppnat")[2]


def test_the_two_sides_read_different_cuts_of_the_same_events(as_coach: Client, sender: User, case: Enrolment) -> None:
    JobPlanVersionFactory(plan__enrolment=case, approved=True)
    DisclosureFactory(enrolment=case, content=DisclosureContent.CLOSURE)
    ours = as_coach.get(tab(case)).context["lanes"]
    theirs = signed_in(sender).get(reverse("told_case", args=[case.pk])).context["lanes"]
    assert "Jobbplan godkänd, version 1" in [one.title for one in ours]
    assert "Jobbplan godkänd, version 1" not in [one.title for one in theirs]
    for lanes in (ours, theirs):
        assert ("Lämnade avslut", "Jobbtorget") in [(one.title, one.lane) for one in lanes]
        assert ("Remissen skickades", "Stadsdelen") in [(one.title, one.lane) for one in lanes]
        assert [one.at for one in lanes] == sorted((one.at for one in lanes), reverse=True)


def test_who_reads_the_case_from_another_jobbtorg_reads_nothing_of_what_was_told(
    as_coach: Client, case: Enrolment
) -> None:
    told = DisclosureFactory(enrolment=case, consent=ConsentFactory(enrolment=case), basis="CONSENT")
    QuestionThreadFactory(referral=case.referral)
    reader = UserFactory(coach=True)
    OpeningFactory(user=reader, person=case.person, expires_at=LONG_FROM_NOW)
    ours, theirs = as_coach.get(tab(case)), signed_in(reader).get(tab(case))
    assert theirs.status_code == 200
    assert len(ours.context["told"]) == 2
    assert theirs.context["told"] == []
    assert "Lämnade uppgifter" in text(ours)
    assert "Lämnade uppgifter" not in text(theirs)
    did = f"Lämnade {DisclosureContent(told.content).label.lower()}"
    assert did in [one.title for one in ours.context["lanes"]]
    assert did not in [one.title for one in theirs.context["lanes"]]
    assert "Remissen skickades" in [one.title for one in theirs.context["lanes"]]


def test_no_text_of_a_message_is_read_where_none_is_shown(as_coach: Client, sender: User, case: Enrolment) -> None:
    thread = QuestionThreadFactory(referral=case.referral)
    as_sender, other = signed_in(sender), reverse("question_thread", args=[thread.pk])
    as_sender.get(other)
    DisclosureFactory(enrolment=case)
    pages = [
        (as_coach, tab(case)),
        (as_sender, reverse("told_list")),
        (as_sender, reverse("told_case", args=[case.pk])),
        (as_sender, reverse("question_list")),
    ]
    for browser, page in pages:
        status, sent = statements_of(browser, page)
        assert status == 200
        assert not [one for one in sent if '"referrals_questionmessage"."text"' in one], page
    _, sent = statements_of(as_coach, other)
    assert sum('"referrals_questionmessage"."text"' in one for one in sent) == 1, "once, to be shown"


def test_the_tab_stays_within_its_statements(as_coach: Client, case: Enrolment) -> None:
    for _ in range(5):
        DisclosureFactory(enrolment=case, consent=ConsentFactory(enrolment=case), basis="CONSENT")
        FollowUpFactory(enrolment=case, held=True)
        JobOfferFactory(enrolment=case, declined=True)
    as_coach.get(reverse("help"))
    status, sent = statements_of(as_coach, tab(case))
    assert status == 200
    assert len(sent) <= 15, "\n".join(one[:120] for one in sent)


def test_what_a_unit_was_told_stays_within_its_statements(sender: User, coach: User, case: Enrolment) -> None:
    """With all that the page can have: a plan, a closing, consents, a question, and something not opened yet."""
    version = JobPlanVersionFactory(enrolment=case, approved=True)
    told = DisclosureFactory(enrolment=case, content=DisclosureContent.JOB_PLAN)
    PlanCommunicationFactory(version=version, disclosure=told, unit=sender.income_support_unit)
    for _ in range(3):
        DisclosureFactory(enrolment=case, consent=ConsentFactory(enrolment=case), basis="CONSENT")
    DisclosureFactory(enrolment=case, content=DisclosureContent.CLOSURE)
    ClosureFactory(enrolment=case)
    QuestionThreadFactory(referral=case.referral)
    as_sender = signed_in(sender)
    as_sender.get(reverse("help"))
    status, sent = statements_of(as_sender, reverse("told_case", args=[case.pk]))
    page = text(as_sender.get(reverse("told_case", args=[case.pk])))
    assert status == 200
    assert "Ärendet är avslutat" in page
    assert page.count("Samtycke lämnades") == 3
    assert len(sent) == 15, "\n".join(one[:120] for one in sent)
