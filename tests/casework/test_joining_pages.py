"""The pages: what is offered to whom, side by side, with a reason where it is elsewhere, and undone (FC-02)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Enrolment, NotSamePerson, Opening, Person, Protection
from audit.models import AccessEvent, AccessKind
from casework.joining.shown import facts_of_record
from casework.models import JoinStatus, PersonJoin
from demo.factories import (
    ClosureReasonFactory,
    EnrolmentFactory,
    OpeningFactory,
    PersonJoinFactory,
    ReferralFactory,
    UserFactory,
)
from notices.models import Notice
from tests.aspirants.staff import errors, said, signed_in
from tests.casework.joining import WHY, join
from tests.pages import PAGES
from tests.visits import statements_of


@pytest.fixture(autouse=True)
def _reasons(db) -> None:
    ClosureReasonFactory(error=True)


def alike(case: Enrolment, **facts) -> Enrolment:
    """Another case of somebody of that name, born the same day."""
    names = {"person__first_name": case.person.first_name, "person__last_name": case.person.last_name}
    other: Enrolment = EnrolmentFactory(**names, **facts)
    Person.objects.filter(pk=other.person_id).update(birth_date=case.person.birth_date)
    return other


def page(case: Enrolment, other: Enrolment | None = None) -> str:
    return reverse("case_likeness", args=[case.pk]) + (f"?med={other.person_id}" if other else "")


def test_a_case_asks_and_the_question_can_be_put_aside(as_coach, coach, case):
    other = alike(case, coach=coach, other=True)
    shown = as_coach.get(reverse("case", args=[case.pk])).text
    assert f"Liknar ärende {other.case_no}" in shown
    compared = as_coach.get(page(case, other))
    assert "Enhetschefen kan slå samman posterna" in compared.text
    assert "inte samma person" in said(as_coach, as_coach.submit(page(case, other), {"act": "apart"}))
    answer = NotSamePerson.objects.get()
    assert (answer.said_by, {answer.one_id, answer.other_id}) == (coach, {case.person_id, other.person_id})
    assert "Liknar" not in as_coach.get(reverse("case", args=[case.pk])).text
    assert other.case_no not in as_coach.get(page(case)).text
    assert as_coach.get(page(case, other)).status_code == 200, "where the answer was wrong, a number leads there again"


def test_a_referral_asks_when_it_is_received_and_a_sender_when_it_is_sent(as_coach, coach, case):
    names = {"person__first_name": case.person.first_name, "person__last_name": case.person.last_name}
    born = case.person.birth_date
    referral = ReferralFactory(jobbtorg=coach.jobbtorg, said_birth_date=born, **names)
    Person.objects.filter(pk=referral.person_id).update(birth_date=born)
    shown = as_coach.get(reverse("referral_detail", args=[referral.pk])).text
    assert f"Liknar ärende {case.case_no}" in shown
    sender = signed_in(referral.sent_by)
    assert "Liknar" not in sender.get(reverse("referral_sent", args=[referral.pk])).text
    earlier = ReferralFactory(unit=referral.unit, withdrawn=True)
    Person.objects.filter(pk=earlier.person_id).update(
        first_name=case.person.first_name, last_name=case.person.last_name, birth_date=case.person.birth_date
    )
    told = sender.get(reverse("referral_sent", args=[referral.pk])).text
    assert f"Liknar remiss {earlier.number}" in told
    assert case.case_no not in told


def test_across_authorities_the_page_is_the_same_to_the_byte(case, coach):
    """Nothing, in the same words, bytes and statements as where there is nothing."""
    referral = ReferralFactory(jobbtorg=coach.jobbtorg)
    sender = signed_in(referral.sent_by)
    path = reverse("referral_sent", args=[referral.pk])
    sender.get(path)
    before = _shown(sender, path)
    for other in (ReferralFactory(), ReferralFactory(jobbtorg=coach.jobbtorg), EnrolmentFactory()):
        Person.objects.filter(pk=other.person_id).update(
            first_name=referral.person.first_name,
            last_name=referral.person.last_name,
            birth_date=referral.person.birth_date,
        )
    assert _shown(sender, path) == before


def _shown(client, path: str) -> tuple[str, int, int]:
    """The page without the token that is new each time, its bytes, and how many statements it took."""
    page = client.get(path).content.decode()
    return re.sub(r'(csrf\w*"[^>]* value=")\w+', r"\1", page), len(page), len(statements_of(client, path)[1])


def test_another_jobbtorgs_case_is_compared_after_a_reason(as_manager, manager, case, stranger):
    there = alike(case, coach=stranger)
    there.person.refresh_from_db()
    shown = as_manager.get(reverse("case", args=[case.pk])).text
    assert f"Liknar ett ärende vid {stranger.jobbtorg}" in shown
    assert there.case_no not in shown
    asked = as_manager.get(page(case, there))
    assert there.person.phone not in asked.text
    assert errors(as_manager.post(page(case, there), {"reason": "för att"}))
    as_manager.post(page(case, there), {"reason": "Samma namn och födelsedag, behöver jämföra"})
    opening = Opening.objects.get()
    assert (opening.user, opening.person) == (manager, there.person)
    Opening.objects.update(expires_at=timezone.now() + timedelta(days=365))  # the database's clock is the run's
    assert AccessEvent.objects.filter(kind=AccessKind.BREAK_GLASS, person_id=there.person_id).exists()
    compared = as_manager.get(page(case, there)).text
    assert there.person.phone in compared
    assert f"Ärende vid {stranger.jobbtorg}" in compared
    assert there.case_no not in compared


def test_to_change_the_answers_comes_back_with_them(as_manager, coach, case):
    other = alike(case, coach=coach)
    typed = {"stays": case.person_id, "goes_on": f"case-{case.pk}", "reason": WHY}
    told = as_manager.submit(page(case, other), typed)
    assert 'name="change"' in told.text
    again = as_manager.submit(page(case, other), typed | {"change": "1"}, page=told)
    assert again.status_code == 200
    assert {name: again.context["form"][name].value() for name in typed} == {
        name: str(value) for name, value in typed.items()
    }
    assert WHY in again.text
    assert 'name="confirmed"' not in again.text
    assert not PersonJoin.objects.exists()


def test_a_manager_joins_in_two_steps_and_undoes(as_manager, manager, coach, case):
    other = alike(case, coach=coach)
    typed = {"stays": case.person_id, "goes_on": f"case-{case.pk}", "reason": WHY}
    path = page(case, other)
    told = as_manager.submit(path, typed)
    assert "avslutas som felregistrering" in told.text
    assert not PersonJoin.objects.exists()
    as_manager.submit(path, typed | {"confirmed": "1"}, page=told)
    joined = PersonJoin.objects.get()
    assert (joined.status, joined.stays_id, joined.ended_case) == (JoinStatus.JOINED, case.person_id, other)
    history = as_manager.get(reverse("case_history", args=[case.pk])).text
    assert "sammanslag" in history.lower()
    assert "Två poster om samma person slogs samman" in as_manager.get(reverse("case", args=[case.pk])).text
    assert reverse("person_join", args=[joined.pk]) in as_manager.get(page(case)).text
    as_manager.submit(reverse("person_join", args=[joined.pk]), {"act": "undo"})
    joined.refresh_from_db()
    other.refresh_from_db()
    assert (joined.status, other.is_open) == (JoinStatus.UNDONE, True)


def test_a_sender_without_number_does_not_see_the_one_that_stays(as_manager, coach, case):
    """Its referral belongs to the record that stays, whose number and birth another authority gave."""
    names = {"person__first_name": case.person.first_name, "person__last_name": case.person.last_name}
    year = case.person.birth_date.year
    referral = ReferralFactory(
        jobbtorg=coach.jobbtorg,
        person__without_number=True,
        person__birth_year=year,
        **names,
        said_first_name="Xxx",
        said_last_name="Yyy",
    )
    path = page(case) + f"?med={referral.person_id}"
    typed = {"stays": case.person_id, "goes_on": f"case-{case.pk}", "reason": WHY}
    told = as_manager.submit(path, typed)
    as_manager.submit(path, typed | {"confirmed": "1"}, page=told)
    referral.refresh_from_db()
    assert referral.person_id == case.person_id
    sender = signed_in(referral.sent_by)
    number = case.person.identity_no
    for address, post in (("referral_detail", False), ("referral_reveal", True)):
        place = reverse(address, args=[referral.pk])
        shown = (sender.post(place) if post else sender.get(place)).text
        assert "Yyy" in shown
        assert f"Född <strong>{year}</strong>" in shown
        for other in (case.person.last_name, number, number[4:8], number[8:], case.person.masked_number):
            assert other not in shown
    assert sender.post("/sok", {"q": number}).context["result"].count == 0


def test_answers_that_are_missing_are_asked_for_and_nothing_typed_is_lost(as_manager, coach, case):
    other = alike(case, coach=coach)
    refused = as_manager.submit(page(case, other), {"stays": case.person_id, "reason": WHY})
    assert refused.status_code == 422
    assert "Välj vad som ska fortsätta." in refused.text
    assert WHY in refused.text
    short = as_manager.submit(page(case, other), {"stays": case.person_id, "reason": "Ja"})
    assert "Skriv med minst tio tecken hur ni vet att det är samma person." in short.text


def test_of_somebody_whose_year_alone_is_known_the_year_is_compared(as_coach, coach, case):
    other = alike(case, coach=coach)
    Person.objects.filter(pk=other.person_id).update(birth_date=None, birth_year=1979)
    assert ("Född", "1979") in facts_of_record(Person.objects.get(pk=other.person_id))
    assert "1979" in as_coach.get(page(case, other)).text


def test_the_manager_who_is_asked_says_yes_or_no(as_manager, manager, case, stranger):
    there = alike(case, coach=stranger)
    other_manager = UserFactory(manager=True, jobbtorg=stranger.jobbtorg)
    OpeningFactory(user=manager, person=there.person, expires_at=timezone.now() + timedelta(days=365))
    asked = join(manager, case.person, there.person, goes_on=there)
    path = reverse("person_join", args=[asked.pk])
    desk = signed_in(other_manager)
    assert Notice.objects.get(recipient=other_manager).path == path
    shown = desk.get(path).text
    assert "Ja, slå samman" in shown
    assert case.case_no not in shown
    assert desk.submit(path, {"act": "decline", "answer": ""}).status_code == 422
    desk.submit(path, {"act": "decline", "answer": "Två bröder, båda har varit här"})
    asked.refresh_from_db()
    assert asked.status == JoinStatus.DECLINED
    assert "Två bröder" in as_manager.get(path).text
    assert signed_in(UserFactory(manager=True)).get(path).status_code == 404


def test_a_protected_persons_joining_is_there_for_nobody(as_manager, manager, case):
    joined = PersonJoinFactory(stays=case.person, case=case, asked_by=manager)
    path = reverse("person_join", args=[joined.pk])
    assert as_manager.get(path).status_code == 200
    Person.objects.filter(pk=case.person_id).update(protection=Protection.SEKRETESSMARKERING)
    assert as_manager.get(path).status_code == 404
    appointed = UserFactory(manager=True, jobbtorg=case.jobbtorg, protected_access=True)
    assert signed_in(appointed).get(path).status_code == 404


def test_a_walk_in_is_not_registered_before_the_question_is_answered(as_coach, coach, case):
    typed = {
        "kind": "besok",
        "number": "",
        "number_missing": "on",
        "birth_date": case.person.birth_date.isoformat(),
        "first_name": case.person.first_name,
        "last_name": case.person.last_name,
        "received_on": timezone.localdate().isoformat(),
        "benefit_kind": "FORSORJNINGSSTOD",
        "benefit_reason": "ARBETSBRIST",
        "fit_for_work": "YES",
        "coach": str(coach.pk),
    }
    asked = as_coach.submit("/remisser/registrera", typed)
    assert f"Liknar ärende {case.case_no}" in asked.text
    assert Enrolment.objects.count() == 1
    assert as_coach.submit("/remisser/registrera", typed | {"anyway": "1"}, page=asked).status_code == 302
    assert Enrolment.objects.count() == 2


@pytest.mark.parametrize("count", [1, 10])
def test_the_pages_send_few_statements(count, as_manager, coach, case, manager):
    others = [alike(case, coach=coach, other=True) for _ in range(count)]
    for _ in range(count):
        PersonJoinFactory(stays=case.person, case=case, asked_by=manager)
    joined = PersonJoin.objects.latest("pk")
    referral = ReferralFactory(jobbtorg=coach.jobbtorg, accepted=True)
    Person.objects.filter(pk=referral.person_id).update(
        first_name=case.person.first_name, last_name=case.person.last_name, birth_date=case.person.birth_date
    )
    paths = {
        "case": reverse("case", args=[case.pk]),
        "case_likeness": page(case),
        "person_join": reverse("person_join", args=[joined.pk]),
        "referral_detail": reverse("referral_detail", args=[referral.pk]),
        "referral_likeness": reverse("referral_likeness", args=[referral.pk]),
    }
    for name, path in paths.items():
        status, sent = statements_of(as_manager, path)
        assert status == 200, name
        assert len(sent) <= PAGES[name].statements, (name, len(sent))
    status, sent = statements_of(as_manager, page(case, others[0]))
    assert (status, len(sent) <= PAGES["case_likeness"].statements) == (200, True), len(sent)
