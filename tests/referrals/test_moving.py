"""A referral moves to another jobbtorg before anybody is enrolled (G-54, R-1-41): offered, answered, told."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from aspirants.models import Disclosure, DisclosureContent
from core.refusals import OperationRefused
from deadlines.jobs.sweep import sweep
from deadlines.models import Breach, ClockStatus
from demo.factories import ConsentFactory, QuestionMessageFactory, QuestionThreadFactory, ReferralFactory, UserFactory
from notices.choices import NoticeKind
from notices.models import Notice
from notices.operations import notify
from organisation.access.acting import acting_for
from organisation.access.database_roles import STADSDEL, WEB
from organisation.models import Jobbtorg, User
from referrals.choices import Side
from referrals.inbox.operations import take_in_referral
from referrals.models import MoveStatus, QuestionThread, Referral, ReferralMove, ReferralStatus
from referrals.moving.operations import accept_offer, offer_referral, return_offer, take_back_offer
from referrals.moving.shown import shown_for_move, shown_move
from referrals.moving.workflow import STEPS, MoveAct, require_move_step
from referrals.operations import withdraw_referral
from referrals.questions.matters import REFERRALS, matter_of_referral
from referrals.questions.operations import write_message
from referrals.questions.shown import shown_thread
from referrals.shown import shown_referral
from tests.post_forms import submit
from tests.referrals.pages import text
from tests.roles import as_role
from tests.visits import signed_in

REASON = "Personen bor i ert upptagningsområde."


@contextmanager
def as_user(user: User) -> Iterator[None]:
    """Asked as a page of that user's asks: behind row security."""
    with as_role(WEB if user.works_with_cases else STADSDEL), acting_for(user):
        yield


@pytest.fixture
def receiver() -> User:
    return UserFactory(manager=True, jobbtorg__name="Jobbtorg Farsta")


@pytest.fixture
def referral(jobbtorg: Jobbtorg, caseworker: User) -> Referral:
    return ReferralFactory(jobbtorg=jobbtorg, unit=caseworker.income_support_unit, sent_by=caseworker)


def offered(manager: User, referral: Referral, to: User) -> ReferralMove:
    referral = Referral.objects.get(pk=referral.pk)
    with as_user(manager):
        return offer_referral(
            actor=manager,
            referral=referral,
            seen_referral=shown_for_move(referral),
            destination=to.jobbtorg,
            reason=REASON,
        )


def accepted(receiver: User, move: ReferralMove) -> Referral:
    with as_user(receiver):
        return accept_offer(actor=receiver, move=move, seen_move=shown_move(move))


@pytest.mark.parametrize(("now", "act"), list(product(MoveStatus, MoveAct)), ids=str)
def test_the_table(now: MoveStatus, act: MoveAct) -> None:
    steps = [step for step in STEPS if (step.origin, step.act) == (now, act)]
    if steps:
        assert require_move_step(now, act) == steps[0].to
    else:
        with pytest.raises(OperationRefused) as refused:
            require_move_step(now, act)
        assert refused.value.message.endswith(".")


def test_through_the_pages(manager: User, coach: User, receiver: User, referral: Referral, caseworker: User) -> None:
    client, move_path = signed_in(manager), reverse("referral_move", args=[referral.pk])
    page = reverse("referral_detail", args=[referral.pk])
    assert move_path in text(client.get(page))
    assert move_path not in text(signed_in(coach).get(page))
    assert signed_in(coach).get(move_path).status_code == 403
    wrong = submit(client, move_path, {"destination": str(receiver.jobbtorg_id), "reason": ""})
    assert wrong.status_code == 422
    assert "Skriv skälet." in text(wrong)
    done = submit(client, move_path, {"destination": str(receiver.jobbtorg_id), "reason": REASON}, follow=True)
    assert f"Jobbtorg Farsta har fått frågan om att ta över remiss {referral.number}." in text(done)
    assert "Väntar på svar från Jobbtorg Farsta" in text(done)

    move = ReferralMove.objects.get()
    theirs, offer = signed_in(receiver), reverse("referral_offer", args=[move.pk])
    inbox = text(theirs.get(reverse("referral_inbox")))
    assert "Remisser som andra jobbtorg vill flytta hit" in inbox
    assert referral.person.name in inbox
    assert theirs.get(page).status_code == 404
    shown = text(theirs.get(offer))
    assert REASON in shown
    assert referral.purpose not in shown
    taken = submit(theirs, offer, follow=True)
    assert f"Remiss {referral.number} är nu er." in text(taken)
    assert "Flyttad från Jobbtorg Kista till Jobbtorg Farsta" in text(taken)
    assert client.get(page).status_code == 404

    assert Notice.objects.get(recipient=caseworker).text == f"Remiss {referral.number} finns nu hos Jobbtorg Farsta"
    followed = text(signed_in(caseworker).get(page))
    assert "Flyttad från Jobbtorg Kista till Jobbtorg Farsta" in followed
    assert REASON not in followed


def test_sent_back_with_a_reason_and_taken_back(manager: User, receiver: User, referral: Referral) -> None:
    move = offered(manager, referral, receiver)
    client, back = signed_in(receiver), reverse("referral_offer_return", args=[move.pk])
    submit(client, back, {"reason": "Vi har inte fler platser."})
    assert "Jobbtorg Farsta tog inte emot den" in text(
        signed_in(manager).get(reverse("referral_detail", args=[referral.pk]))
    )
    second = offered(manager, referral, receiver)
    page = reverse("referral_move", args=[referral.pk])
    done = submit(signed_in(manager), reverse("referral_move_take_back", args=[referral.pk]), on=page, follow=True)
    assert "Remissen är kvar hos er." in text(done)
    assert client.get(reverse("referral_offer", args=[second.pk])).status_code == 404
    assert list(ReferralMove.objects.order_by("pk").values_list("status", flat=True)) == ["RETURNED", "TAKEN_BACK"]


@pytest.mark.parametrize(
    ("accepted_on", "breached_at"), [(datetime.date(2026, 3, 5), "receiver"), (datetime.date(2026, 3, 10), "sender")]
)
def test_the_deadline_goes_on_and_a_breach_stays_where_it_was(
    manager: User,
    receiver: User,
    jobbtorg: Jobbtorg,
    clock: time_machine.Traveller,
    accepted_on: datetime.date,
    breached_at: str,
) -> None:
    """G-54."""
    clock.move_to(datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC))
    referral = ReferralFactory(jobbtorg=jobbtorg)
    move = offered(manager, referral, receiver)
    clock.move_to(datetime.datetime.combine(accepted_on, datetime.time(9), datetime.UTC))
    accepted(receiver, move)
    referral.clock.refresh_from_db()
    assert referral.clock.due_on == datetime.date(2026, 3, 9)
    assert referral.clock.jobbtorg == receiver.jobbtorg
    clock.move_to(datetime.datetime(2026, 3, 12, 9, tzinfo=datetime.UTC))
    sweep(on=datetime.date(2026, 3, 12))
    where = receiver.jobbtorg if breached_at == "receiver" else jobbtorg
    assert Breach.objects.get(clock=referral.clock).jobbtorg == where
    # It stays there when the receiver enrols the person.
    moved = Referral.objects.select_related("person", "jobbtorg").get(pk=referral.pk)
    take_in_referral(actor=receiver, referral=moved, seen_referral=shown_referral(moved), coach=None)
    referral.clock.refresh_from_db()
    assert referral.clock.booked_at_id == where.pk


def test_what_ends_the_referral_ends_the_offer(manager: User, receiver: User, referral: Referral) -> None:
    move = offered(manager, referral, receiver)
    with as_user(referral.sent_by):
        withdraw_referral(actor=referral.sent_by, referral=referral, seen_referral=shown_referral(referral))
    move.refresh_from_db()
    assert move.status == MoveStatus.ENDED
    with pytest.raises(OperationRefused, match="väntar inte längre på ert svar"):
        accepted(receiver, move)
    assert signed_in(receiver).get(reverse("referral_offer", args=[move.pk])).status_code == 404


def test_who_may_answer_and_for_what(
    manager: User, coach: User, receiver: User, referral: Referral, jobbtorg: Jobbtorg
) -> None:
    with pytest.raises(OperationRefused, match="Bara enhetschefen"):
        offered(coach, referral, receiver)
    alone = UserFactory(coach=True)
    with pytest.raises(OperationRefused, match="har ingen enhetschef som kan svara"):
        offered(manager, referral, alone)
    with pytest.raises(OperationRefused, match="Välj ett annat jobbtorg"):
        offered(manager, referral, manager)
    move = offered(manager, referral, receiver)
    with pytest.raises(OperationRefused, match="väntar redan på svar"):
        offered(manager, referral, receiver)
    third = UserFactory(manager=True)
    with pytest.raises(OperationRefused, match="Bara enhetschefen"):
        accepted(third, move)
    with as_user(third):
        assert not ReferralMove.objects.exists()
    with as_user(manager):
        take_back_offer(actor=manager, referral=referral, seen_move=shown_move(move))
    with as_user(receiver), pytest.raises(OperationRefused, match="väntar inte längre"):
        return_offer(actor=receiver, move=move, seen_move=shown_move(move), reason="Nej.")


def test_a_protected_person_is_offered_by_number_to_those_appointed(jobbtorg: Jobbtorg) -> None:
    manager = UserFactory(manager=True, jobbtorg=jobbtorg, protected_access=True)
    referral = ReferralFactory(jobbtorg=jobbtorg, protected=True)
    receiver = UserFactory(manager=True)
    with pytest.raises(OperationRefused, match="får öppna skyddade personer"):
        offered(manager, referral, receiver)
    appointed = UserFactory(manager=True, jobbtorg=receiver.jobbtorg, protected_access=True)
    offered(manager, referral, appointed)
    assert referral.number not in text(signed_in(receiver).get(reverse("referral_inbox")))
    inbox = text(signed_in(appointed).get(reverse("referral_inbox")))
    assert referral.number in inbox
    assert referral.person.last_name not in inbox


def test_after_the_clock_was_cancelled_nothing_is_counted(manager: User, receiver: User, referral: Referral) -> None:
    accepted(receiver, offered(manager, referral, receiver))
    moved = Referral.objects.get(pk=referral.pk)
    assert moved.status == ReferralStatus.SUBMITTED
    assert moved.clock.status == ClockStatus.RUNNING
    assert moved.clock.counted_at is None


def asked_and_moved(manager: User, receiver: User, referral: Referral, **question: Any) -> QuestionThread:
    """A question of the unit's with two messages, before the referral moved."""
    thread = QuestionThreadFactory(referral=referral, **question)
    QuestionMessageFactory(thread=thread, author=manager, text="Ja, i torsdags.")
    accepted(receiver, offered(manager, referral, receiver))
    return thread


def test_a_question_goes_along_with_all_that_was_written(manager: User, receiver: User, referral: Referral) -> None:
    thread = asked_and_moved(manager, receiver, referral)
    theirs, page = signed_in(receiver), reverse("question_thread", args=[thread.pk])
    shown = theirs.get(page)
    assert [one.text for one in shown.context["shown"]] == [
        "Kommer personen till de tider som ni har bokat?",
        "Ja, i torsdags.",
    ]
    first = Disclosure.objects.get(message__thread=thread, sending_unit=referral.unit)
    assert (first.recipient_jobbtorg, first.receipt_by) == (manager.jobbtorg, receiver)
    assert submit(theirs, page, {"text": "Vi bokar nya tider."}, page=shown).status_code == 302
    submit(theirs, reverse("question_close", args=[thread.pk]), on=page)
    submit(theirs, reverse("question_reopen", args=[thread.pk]), on=page)
    thread.refresh_from_db()
    assert (thread.is_open, thread.waits_for) == (True, Side.UNIT)
    assert "Vi bokar nya tider." in text(signed_in(referral.sent_by).get(page))
    assert signed_in(manager).get(page).status_code == 404
    with as_user(manager):
        assert not Disclosure.objects.exists()


def test_a_consent_with_the_jobbtorg_before_carries_no_more_messages(
    manager: User, receiver: User, referral: Referral
) -> None:
    consent = ConsentFactory(
        enrolment=None,
        person=referral.person,
        unit=referral.unit,
        jobbtorg=manager.jobbtorg,
        taken_by=manager,
        purpose="PLANNING",
        kinds=[DisclosureContent.MESSAGE],
    )
    thread = asked_and_moved(manager, receiver, referral, basis="CONSENT", consent=consent)
    page, why = reverse("question_thread", args=[thread.pk]), "Samtycket gäller inte mellan Jobbtorg Farsta och"
    theirs = signed_in(receiver)
    for browser in (theirs, signed_in(referral.sent_by)):
        shown = browser.get(page)
        assert shown.context["form"] is None
        assert f"{why} {referral.unit}. Ni kan inte skriva mer" in text(shown)
    assert "Samtycket gäller inte här" in text(theirs.get(page))
    assert theirs.get(reverse("question_list"), {"visa": "avslutade"}).context["rows"]
    assert not theirs.get(reverse("question_list")).context["rows"]
    with as_user(receiver):
        seen = shown_thread(thread, matter_of_referral(receiver, REFERRALS.get(pk=referral.pk)))
    written = {"actor": receiver, "thread": thread, "seen_thread": seen, "text": "Ni då?"}
    with as_user(receiver), pytest.raises(OperationRefused, match=f"{why} {referral.unit}") as refused:
        write_message(**written, submission_id=uuid.uuid4())
    assert refused.value.field == "text"
    assert thread.messages.count() == 2


def test_no_notice_leads_to_what_has_moved(manager: User, receiver: User, referral: Referral) -> None:
    thread = QuestionThreadFactory(referral=referral)
    other = QuestionThreadFactory(referral=ReferralFactory(jobbtorg=manager.jobbtorg))
    gone = [
        reverse("referral_detail", args=[referral.pk]),
        reverse("question_thread", args=[thread.pk]),
        reverse("clock_explain", args=[referral.clock_id]),
    ]
    stays = [reverse("question_thread", args=[other.pk]), reverse("clock_explain", args=[other.referral.clock_id])]
    for path in (*gone, *stays):
        notify([manager], kind=NoticeKind.REFERRAL, event_key=path, text="Något har hänt", path=path)
    accepted(receiver, offered(manager, referral, receiver))
    old = Notice.objects.filter(recipient=manager, event_key__in=gone)
    assert {(one.path, one.text, one.read_at is None) for one in old} == {
        ("", "Något har hänt (remissen finns inte längre hos er)", False)
    }
    assert old.count() == 3
    left = Notice.objects.filter(recipient=manager, event_key__in=stays)
    assert sorted(left.values_list("path", "read_at")) == sorted((path, None) for path in stays)
