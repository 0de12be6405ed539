"""A referral that lacks something goes back with a question, and comes again (G-51)."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from audit.models import AccessEvent, AccessKind
from core.refusals import OperationRefused
from core.seen import FIELD
from deadlines.models import ClockKind, ClockStatus, DeadlineClock, StartEvent
from demo.factories import (
    ClockPauseFactory,
    DeadlinePolicyFactory,
    IncomeSupportUnitFactory,
    ReferralFactory,
    UserFactory,
)
from notices.models import Notice
from organisation.models import IncomeSupportUnit, Jobbtorg, User
from referrals.counts import waiting_for
from referrals.models import Referral, ReferralStatus
from referrals.operations import (
    accept_referral,
    complete_referral,
    enrol_referral,
    return_referral,
    withdraw_referral,
)
from referrals.shown import shown_with_person
from tests.post_forms import submit
from tests.referrals.pages import DETAILS, Response, seen, send, shown_now, text
from tests.visits import signed_in

QUESTION = "Vilken dag ansökte personen om försörjningsstöd?"
ANSWER = "Personen ansökte i januari."
RECEIVED = datetime.date(2026, 2, 2)  # a Monday


def at(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(9), datetime.UTC)


@pytest.fixture(autouse=True)
def _rules() -> None:
    """Beside the jobbgaranti one more clock from the same day, and one from another."""
    DeadlinePolicyFactory(kind=ClockKind.GROUP_INFO_OFFER)
    DeadlinePolicyFactory(kind=ClockKind.JOB_OFFER_5, start_event=StartEvent.BENEFIT_APPLIED)


@pytest.fixture
def referral(caseworker: User, jobbtorg: Jobbtorg, clock: time_machine.Traveller) -> Referral:
    """Sent on Monday 2 February 2026 by the caseworker, through the pages."""
    clock.move_to(at(RECEIVED), tick=False)
    return send(signed_in(caseworker), jobbtorg, benefit_applied_on="", unemployed_since="")


def ask(client: Client, referral: Referral, question: str = QUESTION) -> Response:
    return client.post(
        reverse("referral_return", args=[referral.pk]), {"question": question, **seen(referral)}, follow=True
    )


def answer(client: Client, referral: Referral, **changes: Any) -> Response:
    facts = {name: DETAILS[name] for name in ("benefit_kind", "benefit_reason", "fit_for_work", "purpose", "basis")}
    now = Referral.objects.get(pk=referral.pk)
    name = {"first_name": now.said_first_name, "last_name": now.said_last_name}
    answers = {"answer": ANSWER, **name, **facts, **changes, FIELD: shown_with_person(now).token()}
    return client.post(reverse("referral_complete", args=[referral.pk]), answers, follow=True)


def clocks(referral: Referral) -> dict[str, tuple[str, str]]:
    """Day 0 and last day of each clock the referral started."""
    clocks = DeadlineClock.objects.filter(reference=referral.number).select_related("policy")
    return {one.policy.kind: (str(one.started_on), str(one.due_on)) for one in clocks}


def test_returned_the_next_day_the_clock_counts_from_completion(
    referral: Referral, sender: Client, coach: User, clock: time_machine.Traveller
) -> None:
    """G-51: received Monday, returned Tuesday, completed Friday 6 February: due Friday 13 February."""
    assert clocks(referral)["PLAN_GUARANTEE"] == ("2026-02-02", "2026-02-09")
    jobbtorg = signed_in(coach)
    clock.move_to(at(datetime.date(2026, 2, 3)), tick=False)
    jobbtorg.force_login(coach)
    page = text(ask(jobbtorg, referral))
    assert "Remissen är skickad tillbaka:" in page
    assert f"Väntar på {referral.unit}" in page
    assert "Fristen räknas från den dag remissen är komplett" in page
    assert clocks(referral) == dict.fromkeys(("PLAN_GUARANTEE", "GROUP_INFO_OFFER"), ("None", "None"))
    why = text(jobbtorg.get(reverse("clock_explain", args=[referral.clock_id])))
    assert "Den räknas från den dag remissen är komplett." in why

    clock.move_to(at(datetime.date(2026, 2, 6)), tick=False)
    sender.force_login(referral.sent_by)
    listed = text(sender.get(reverse("referral_inbox")))
    assert "Ska kompletteras: jobbtorget väntar på ert svar" in listed
    page = text(sender.get(reverse("referral_detail", args=[referral.pk])))
    assert QUESTION in page
    assert "Fristen räknas från den dag remissen är komplett" in page
    assert reverse("referral_complete", args=[referral.pk]) in page
    assert QUESTION in text(sender.get(reverse("referral_complete", args=[referral.pk])))
    page = text(answer(sender, referral, purpose="Stöd att söka arbete som svetsare."))
    assert "Remissen är kompletterad." in page
    assert "Kompletterad" in page

    referral.refresh_from_db()
    assert (referral.status, referral.received_on) == (ReferralStatus.SUBMITTED, datetime.date(2026, 2, 6))
    assert clocks(referral) == dict.fromkeys(("PLAN_GUARANTEE", "GROUP_INFO_OFFER"), ("2026-02-06", "2026-02-13"))
    assert referral.clock.original_due_on == datetime.date(2026, 2, 13)
    jobbtorg.force_login(coach)
    page = text(jobbtorg.get(reverse("referral_detail", args=[referral.pk])))
    assert ANSWER in page
    assert "som svetsare" in page


@pytest.mark.parametrize("returned_on", [datetime.date(2026, 2, 4), datetime.date(2026, 2, 6)])
def test_returned_later_the_clock_stays(
    referral: Referral, sender: Client, coach: User, clock: time_machine.Traveller, returned_on: datetime.date
) -> None:
    clock.move_to(at(returned_on), tick=False)
    page = text(ask(signed_in(coach), referral))
    assert "Fristen räknas fortfarande från" in page
    assert "mån 2 feb 2026</time>, då remissen kom in." in page
    clock.move_to(at(datetime.date(2026, 2, 9)), tick=False)
    sender.force_login(referral.sent_by)
    answer(sender, referral)
    referral.refresh_from_db()
    assert (referral.status, referral.received_on) == (ReferralStatus.SUBMITTED, RECEIVED)
    assert clocks(referral) == dict.fromkeys(("PLAN_GUARANTEE", "GROUP_INFO_OFFER"), ("2026-02-02", "2026-02-09"))


def test_a_weekend_is_no_working_day(coach: User, clock: time_machine.Traveller) -> None:
    """Received Friday, returned Monday: in time."""
    clock.move_to(at(datetime.date(2026, 2, 9)), tick=False)
    referral = ReferralFactory(received_on=datetime.date(2026, 2, 6), jobbtorg=coach.jobbtorg)
    return_referral(actor=coach, referral=referral, seen_referral=shown_now(referral), question=QUESTION)
    referral.clock.refresh_from_db()
    assert referral.clock.status == ClockStatus.WAITING


def test_a_paused_clock_is_left_alone(referral: Referral, coach: User) -> None:
    ClockPauseFactory(clock=referral.clock, registered_by=coach)
    return_referral(actor=coach, referral=referral, seen_referral=shown_now(referral), question=QUESTION)
    complete_referral(actor=referral.sent_by, referral=referral, seen_referral=shown_now(referral), answer=ANSWER)
    referral.refresh_from_db()
    assert referral.clock.status == ClockStatus.PAUSED
    assert (referral.clock.started_on, referral.received_on) == (RECEIVED, RECEIVED)


def test_returned_twice(referral: Referral, coach: User, clock: time_machine.Traveller) -> None:
    for returned, completed in ((3, 6), (9, 11)):
        clock.move_to(at(datetime.date(2026, 2, returned)), tick=False)
        return_referral(actor=coach, referral=referral, seen_referral=shown_now(referral), question=QUESTION)
        clock.move_to(at(datetime.date(2026, 2, completed)), tick=False)
        complete_referral(actor=referral.sent_by, referral=referral, seen_referral=shown_now(referral), answer=ANSWER)
    referral.refresh_from_db()
    assert (referral.received_on, referral.clock.due_on) == (datetime.date(2026, 2, 11), datetime.date(2026, 2, 18))


def test_what_was_missing_may_start_a_clock_and_change_whom_the_guarantee_covers(
    referral: Referral, sender: Client, coach: User
) -> None:
    ask(signed_in(coach), referral)
    answer(sender, referral, benefit_applied_on="2026-01-26", benefit_kind="NONE", benefit_reason="SOCIAL")
    assert clocks(referral)["JOB_OFFER_5"] == ("2026-01-26", "2026-02-02")
    assert set(DeadlineClock.objects.filter(reference=referral.number).values_list("covered", flat=True)) == {False}
    ask(signed_in(coach), referral)
    answer(sender, referral, benefit_applied_on="2026-01-26")
    assert DeadlineClock.objects.filter(reference=referral.number, covered=True).count() == 3


def test_taking_it_back_ends_every_clock(referral: Referral, sender: Client, coach: User) -> None:
    """Through the page, where the database shows the stadsdel no more than its own referral's clocks."""
    ask(signed_in(coach), referral)
    submit(sender, reverse("referral_withdraw", args=[referral.pk]), {"comment": ""})
    clocks = DeadlineClock.objects.filter(reference=referral.number)
    assert set(clocks.values_list("status", flat=True)) == {ClockStatus.CANCELLED}
    assert clocks.count() == 2


def test_the_units_caseworkers_are_asked_and_the_asker_is_answered(
    referral: Referral, unit: IncomeSupportUnit, coach: User
) -> None:
    colleague = UserFactory(caseworker=True, income_support_unit=unit)
    elsewhere = UserFactory(caseworker=True)
    return_referral(actor=coach, referral=referral, seen_referral=shown_now(referral), question=QUESTION)
    told = Notice.objects.filter(text=f"Remiss {referral.number} behöver kompletteras")
    assert {notice.recipient for notice in told} == {referral.sent_by, colleague}
    complete_referral(actor=colleague, referral=referral, seen_referral=shown_now(referral), answer=ANSWER)
    assert Notice.objects.get(recipient=coach).text == f"Remiss {referral.number} är kompletterad"
    assert not Notice.objects.filter(recipient=elsewhere).exists()


def test_of_a_protected_person_only_the_sender_is_asked(coach: User, unit: IncomeSupportUnit) -> None:
    coach.protected_access = True
    coach.save()
    referral = ReferralFactory(protected=True, jobbtorg=coach.jobbtorg, unit=unit)
    UserFactory(caseworker=True, income_support_unit=unit)
    return_referral(actor=coach, referral=referral, seen_referral=shown_now(referral), question=QUESTION)
    assert [notice.recipient for notice in Notice.objects.all()] == [referral.sent_by]


def test_the_inbox_keeps_them_apart(coach: User, jobbtorg: Jobbtorg) -> None:
    fresh, returned = ReferralFactory(jobbtorg=jobbtorg), ReferralFactory(jobbtorg=jobbtorg, incomplete=True)
    client = signed_in(coach)

    def numbers(chip: str) -> set[str]:
        rows = client.get(reverse("referral_inbox"), {"visa": chip}).context["rows"]
        return {row.referral.number for row in rows}

    assert (numbers(""), numbers("kompletteras")) == ({fresh.number}, {returned.number})
    everything = text(client.get(reverse("referral_inbox"), {"visa": "alla"}))
    assert f"Väntar på {returned.unit}" in everything
    assert f"Väntar på {fresh.unit}" not in everything
    assert waiting_for(coach) == 1


def test_a_question_is_needed_and_short(coach: User, jobbtorg: Jobbtorg) -> None:
    referral = ReferralFactory(jobbtorg=jobbtorg)
    client = signed_in(coach)
    assert "Skriv inte diagnoser" in text(client.get(reverse("referral_return", args=[referral.pk])))
    for question, sentence in (("", "Skriv vad som saknas i remissen."), ("x" * 301, "Texten är för lång.")):
        response = ask(client, referral, question)
        assert response.status_code == 422
        assert sentence in text(response)
    referral.refresh_from_db()
    assert referral.status == ReferralStatus.SUBMITTED


def test_an_answer_is_needed(caseworker: User, unit: IncomeSupportUnit) -> None:
    referral = ReferralFactory(incomplete=True, unit=unit, sent_by=caseworker)
    response = answer(signed_in(caseworker), referral, answer="")
    assert response.status_code == 422
    assert "Skriv ett svar på jobbtorgets fråga." in text(response)
    with pytest.raises(OperationRefused, match="Skriv ett svar"):
        complete_referral(actor=caseworker, referral=referral, seen_referral=shown_now(referral), answer="")


def test_nobody_else_returns_or_completes(referral: Referral, coach: User, caseworker: User) -> None:
    """Another unit and another jobbtorg do not find it; each side has its own page."""
    there = UserFactory(caseworker=True, income_support_unit=IncomeSupportUnitFactory())
    assert ask(signed_in(UserFactory(coach=True)), referral).status_code == 404
    assert ask(signed_in(caseworker), referral).status_code == 403
    ask(signed_in(coach), referral)
    assert answer(signed_in(there), referral).status_code == 404
    assert answer(signed_in(coach), referral).status_code == 403
    with pytest.raises(OperationRefused, match="Bara enheten som skickade"):
        complete_referral(actor=there, referral=referral, seen_referral=shown_now(referral), answer=ANSWER)
    with pytest.raises(OperationRefused, match="Bara jobbtorget"):
        return_referral(actor=there, referral=referral, seen_referral=shown_now(referral), question=QUESTION)
    referral.refresh_from_db()
    assert referral.status == ReferralStatus.INCOMPLETE


def test_what_was_changed_is_listed_with_the_answer_for_both_sides(
    referral: Referral, sender: Client, coach: User
) -> None:
    ask(signed_in(coach), referral)
    answer(sender, referral, benefit_applied_on="2026-01-12", purpose="Praktik inom vården.")
    for browser in (sender, signed_in(coach)):
        page = text(browser.get(reverse("referral_detail", args=[referral.pk])))
        assert "Ansökte om ersättningen: Inte angivet blev 2026-01-12" in page
        assert "Syftet var: Stöd att söka arbete." in page


def test_the_pages_say_when_there_is_nothing_to_do(referral: Referral, sender: Client, coach: User) -> None:
    response = sender.get(reverse("referral_complete", args=[referral.pk]), follow=True)
    assert "Jobbtorget väntar inte på någon komplettering av remissen." in text(response)
    withdraw_referral(actor=referral.sent_by, referral=referral, seen_referral=shown_now(referral))
    response = signed_in(coach).get(reverse("referral_return", args=[referral.pk]), follow=True)
    assert "Remissen kan inte skickas tillbaka nu." in text(response)


def test_each_opening_is_logged(referral: Referral, sender: Client, coach: User) -> None:
    ask(signed_in(coach), referral)
    sender.get(reverse("referral_complete", args=[referral.pk]))
    seen = AccessEvent.objects.filter(person_id=referral.person_id, kind=AccessKind.READ)
    assert {"referral_return", "referral_complete"} <= set(seen.values_list("view", flat=True))


def test_the_case_tells_of_it(referral: Referral, coach: User) -> None:
    """The timeline of the case that came of it."""
    return_referral(actor=coach, referral=referral, seen_referral=shown_now(referral), question=QUESTION)
    complete_referral(actor=referral.sent_by, referral=referral, seen_referral=shown_now(referral), answer=ANSWER)
    accept_referral(actor=coach, referral=referral, seen_referral=shown_now(referral))
    case = enrol_referral(actor=coach, referral=referral, seen_referral=shown_now(referral), coach=coach)
    page = text(signed_in(coach).get(reverse("case", args=[case.pk])))
    for words in ("Remissen kom in", "Remissen skickades tillbaka med en fråga", QUESTION, "Remissen kompletterades"):
        assert words in page
    assert ANSWER in page
