"""A referral moves to another jobbtorg before anybody is enrolled (G-54, R-1-41): offered, answered, told."""

from __future__ import annotations

import datetime
import uuid
from itertools import product
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from aspirants.models import Disclosure, DisclosureContent, Person, Protection
from core.refusals import OperationRefused
from deadlines.clocks.lifecycle import fulfil_clock
from deadlines.jobs.sweep import sweep
from deadlines.models import Breach, ClockStatus, DeadlineClock, Fulfilment
from demo.factories import ConsentFactory, QuestionMessageFactory, QuestionThreadFactory, ReferralFactory, UserFactory
from notices.choices import NoticeKind
from notices.models import Notice
from notices.operations import notify
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
from tests.roles import at_desk
from tests.visits import signed_in

REASON = "Personen bor i ert upptagningsområde."


@pytest.fixture
def receiver() -> User:
    return UserFactory(manager=True, jobbtorg__name="Jobbtorg Farsta")


@pytest.fixture
def referral(jobbtorg: Jobbtorg, caseworker: User) -> Referral:
    return ReferralFactory(jobbtorg=jobbtorg, unit=caseworker.income_support_unit, sent_by=caseworker)


def offered(manager: User, referral: Referral, to: User) -> ReferralMove:
    referral = Referral.objects.get(pk=referral.pk)
    with at_desk(manager):
        return offer_referral(
            actor=manager,
            referral=referral,
            seen_referral=shown_for_move(referral),
            destination=to.jobbtorg,
            reason=REASON,
        )


def accepted(receiver: User, move: ReferralMove) -> Referral:
    with at_desk(receiver):
        return accept_offer(actor=receiver, move=move, seen_move=shown_move(move))


LEADS_TO = {
    MoveAct.ACCEPT: MoveStatus.ACCEPTED,
    MoveAct.RETURN: MoveStatus.RETURNED,
    MoveAct.TAKE_BACK: MoveStatus.TAKEN_BACK,
    MoveAct.END: MoveStatus.ENDED,
}
"""From an offer that waits; from no other leads anything."""
IS_NOW = {
    MoveStatus.ACCEPTED: "Remissen är redan mottagen.",
    MoveStatus.RETURNED: "Remissen är redan skickad tillbaka.",
    MoveStatus.TAKEN_BACK: "Flytten har tagits tillbaka.",
    MoveStatus.ENDED: "Remissen är redan avgjord.",
}


def test_the_table_has_these_steps_and_no_others() -> None:
    assert {(step.origin, step.act, step.to) for step in STEPS} == {
        (MoveStatus.SENT, act, to) for act, to in LEADS_TO.items()
    }
    assert set(LEADS_TO) == set(MoveAct)
    assert set(IS_NOW) | {MoveStatus.SENT} == set(MoveStatus)


@pytest.mark.parametrize("act", MoveAct)
def test_steps(act: MoveAct) -> None:
    assert require_move_step(MoveStatus.SENT, act) == LEADS_TO[act]


@pytest.mark.parametrize(("now", "act"), list(product(IS_NOW, MoveAct)), ids=str)
def test_what_is_answered_leads_nowhere(now: MoveStatus, act: MoveAct) -> None:
    with pytest.raises(OperationRefused) as refused:
        require_move_step(now, act)
    assert refused.value.message == IS_NOW[now]


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


def test_a_sender_who_comes_too_late_is_told_that_it_has_moved_and_of_no_offer(
    manager: User, receiver: User, referral: Referral, caseworker: User, clock: time_machine.Traveller
) -> None:
    client, path = signed_in(caseworker), reverse("referral_withdraw", args=[referral.pk])
    opened = client.get(path)
    Referral.objects.filter(pk=referral.pk).update(purpose="Annat.")
    clock.shift(datetime.timedelta(minutes=5))
    move = offered(manager, referral, receiver)
    refused = submit(client, path, {"comment": ""}, page=opened)
    assert refused.status_code == 409
    said = text(refused)
    assert f"Inskickad av {caseworker} " in said
    assert "Erbjuden" not in said
    assert "Farsta" not in said
    assert REASON not in said

    opened = client.get(path)
    clock.shift(datetime.timedelta(minutes=5))
    accepted(receiver, move)
    refused = submit(client, path, {"comment": ""}, page=opened)
    assert refused.status_code == 409
    said = text(refused)
    assert "Flyttad från Jobbtorg Kista till Jobbtorg Farsta <time" in said


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
    gone = client.get(reverse("referral_offer", args=[second.pk]), follow=True)
    assert gone.redirect_chain == [(reverse("referral_inbox"), 302)]
    assert "Erbjudandet togs tillbaka av Jobbtorg Kista." in text(gone)
    again = text(client.get(reverse("referral_offer_return", args=[move.pk]), follow=True))
    assert "Erbjudandet är redan besvarat: ni har skickat tillbaka remissen." in again
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
    with at_desk(referral.sent_by):
        withdraw_referral(actor=referral.sent_by, referral=referral, seen_referral=shown_referral(referral))
    move.refresh_from_db()
    assert move.status == MoveStatus.ENDED
    with pytest.raises(OperationRefused, match="väntar inte längre på ert svar"):
        accepted(receiver, move)
    gone = text(signed_in(receiver).get(reverse("referral_offer", args=[move.pk]), follow=True))
    assert "Erbjudandet gäller inte längre, eftersom remissen är avgjord." in gone


def test_an_answer_to_an_offer_that_was_taken_back_says_so_and_keeps_what_was_written(
    manager: User, receiver: User, referral: Referral
) -> None:
    """The pages were open when the other jobbtorg took it back. Another manager and a coach are told nothing."""
    move, client = offered(manager, referral, receiver), signed_in(receiver)
    offer, back = (reverse(name, args=[move.pk]) for name in ("referral_offer", "referral_offer_return"))
    pages = {path: client.get(path) for path in (offer, back)}
    page = reverse("referral_move", args=[referral.pk])
    submit(signed_in(manager), reverse("referral_move_take_back", args=[referral.pk]), on=page)
    for path, typed in ((offer, {}), (back, {"reason": "Vi har inte fler platser."})):
        refused = submit(client, path, typed, page=pages[path])
        assert refused.status_code == 409
        said = text(refused)
        assert "Erbjudandet togs tillbaka av Jobbtorg Kista. Ingenting är sparat." in said
        assert reverse("referral_inbox") in said
        assert ("Vi har inte fler platser." in said) is bool(typed)
        for fact in (referral.number, referral.person.last_name, REASON):
            assert fact not in said
    elsewhere = UserFactory(manager=True)
    assert [signed_in(elsewhere).get(path).status_code for path in (offer, back)] == [404, 404]
    assert list(ReferralMove.objects.values_list("status", flat=True)) == ["TAKEN_BACK"]


def test_a_protected_offer_that_was_taken_back_is_told_of_to_the_appointed_alone(
    manager: User, receiver: User, referral: Referral
) -> None:
    move = offered(manager, referral, receiver)
    offer = reverse("referral_offer", args=[move.pk])
    with at_desk(manager):
        take_back_offer(actor=manager, referral=referral, seen_move=shown_move(move))
    Person.objects.filter(pk=referral.person_id).update(protection=Protection.SEKRETESSMARKERING)
    assert signed_in(receiver).get(offer).status_code == 404
    appointed = UserFactory(manager=True, jobbtorg=receiver.jobbtorg, protected_access=True)
    assert signed_in(appointed).get(offer).status_code == 302


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
    with at_desk(third):
        assert not ReferralMove.objects.exists()
    with at_desk(manager):
        take_back_offer(actor=manager, referral=referral, seen_move=shown_move(move))
    with at_desk(receiver), pytest.raises(OperationRefused, match="väntar inte längre"):
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


def test_a_clock_that_was_cancelled_is_counted_nowhere(
    manager: User, receiver: User, referral: Referral, jobbtorg: Jobbtorg, clock: time_machine.Traveller
) -> None:
    """Beside one that was not, both past their last day when they moved."""
    late = ReferralFactory(jobbtorg=jobbtorg)
    moves = [offered(manager, one, receiver) for one in (referral, late)]
    DeadlineClock.objects.filter(pk=referral.clock_id).update(status=ClockStatus.CANCELLED)
    clock.move_to(datetime.datetime(2026, 12, 3, 9, tzinfo=datetime.UTC))
    for move in moves:
        accepted(receiver, move)
    counted = [DeadlineClock.objects.get(pk=one.clock_id).counted_at for one in (referral, late)]
    assert counted == [None, jobbtorg]


def test_before_its_last_day_a_clock_that_moves_is_counted_where_it_goes(
    manager: User, receiver: User, referral: Referral
) -> None:
    accepted(receiver, offered(manager, referral, receiver))
    moved = Referral.objects.get(pk=referral.pk)
    assert moved.status == ReferralStatus.SUBMITTED
    assert moved.clock.status == ClockStatus.RUNNING
    assert moved.clock.counted_at is None


@pytest.mark.parametrize("is_swept", [True, False], ids=["swept before", "found by the answer"])
def test_an_enrolment_dated_back_before_the_move_leaves_the_breach_where_it_was(
    manager: User, receiver: User, jobbtorg: Jobbtorg, clock: time_machine.Traveller, is_swept: bool
) -> None:
    """G-54: last day Monday 9 March, moved on the 10th, enrolled on the 12th with effect from the 5th."""
    clock.move_to(datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC))
    referral = ReferralFactory(jobbtorg=jobbtorg)
    move = offered(manager, referral, receiver)
    clock.move_to(datetime.datetime(2026, 3, 10, 9, tzinfo=datetime.UTC))
    accepted(receiver, move)
    late = datetime.datetime(2026, 3, 12, 9, tzinfo=datetime.UTC)
    clock.move_to(late)
    if is_swept:
        sweep(on=late.date())
    moved = Referral.objects.select_related("person", "jobbtorg").get(pk=referral.pk)
    seen, day = shown_referral(moved), datetime.date(2026, 3, 5)
    case = take_in_referral(actor=receiver, referral=moved, seen_referral=seen, coach=None, enrolled_on=day)
    assert [(stay.jobbtorg, stay.started_on) for stay in case.stays.all()] == [(receiver.jobbtorg, day)]
    fulfil_clock(referral.clock, at=late, recorded_at=late, fulfilment=Fulfilment.PLAN)
    referral.clock.refresh_from_db()
    promise = referral.clock
    assert (promise.status, promise.due_on) == (ClockStatus.BREACHED, datetime.date(2026, 3, 9))
    assert (promise.jobbtorg, promise.booked_at_id) == (receiver.jobbtorg, jobbtorg.pk)
    assert Breach.objects.get().jobbtorg == jobbtorg


def test_what_was_written_is_kept_where_a_colleague_was_quicker(
    manager: User, referral: Referral, receiver: User
) -> None:
    client, path = signed_in(manager), reverse("referral_move", args=[referral.pk])
    older = shown_for_move(referral).token()
    offered(manager, referral, receiver)
    written = {"destination": str(receiver.jobbtorg_id), "reason": "Har flyttat till Farsta strand.", "seen": older}
    refused = client.post(path, written)
    assert refused.status_code == 409
    assert refused.context["texts"] == [("Varför remissen ska flyttas", "Har flyttat till Farsta strand.")]
    assert "Har flyttat till Farsta strand." in text(refused)
    assert "Väntar på svar från Jobbtorg Farsta" in text(refused)
    assert "att kopiera" not in text(client.get(path))


def test_offers_of_two_alike_are_told_apart(manager: User, jobbtorg: Jobbtorg, receiver: User) -> None:
    alike = {"jobbtorg": jobbtorg, "person__first_name": "Kim", "person__last_name": "Berg"}
    referrals = [ReferralFactory(**alike) for _ in range(2)]
    for one in referrals:
        offered(manager, one, receiver)
    page = text(signed_in(receiver).get(reverse("referral_inbox")))
    for one in referrals:
        assert f'Kim Berg<span class="ds-sr-only"> – {one.number}</span></a>' in page


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
    with at_desk(manager):
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
        assert "Samtycket gäller inte här" in text(shown)
        [row] = browser.get(reverse("question_list"), {"visa": "avslutade"}).context["rows"]
        assert (row.key, row.state, row.color) == (thread.pk, "Samtycket gäller inte här", "neutral")
        for chip in ("", "andra", "besvarade"):
            assert not browser.get(reverse("question_list"), {"visa": chip}).context["rows"]
    of_referral = text(signed_in(referral.sent_by).get(reverse("referral_detail", args=[referral.pk])))
    assert "Samtycket gäller inte här" in of_referral
    assert "Väntar på jobbtorget" not in of_referral
    with at_desk(receiver):
        seen = shown_thread(thread, matter_of_referral(receiver, REFERRALS.get(pk=referral.pk)))
    written = {"actor": receiver, "thread": thread, "seen_thread": seen, "text": "Ni då?"}
    with at_desk(receiver), pytest.raises(OperationRefused, match=f"{why} {referral.unit}") as refused:
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
