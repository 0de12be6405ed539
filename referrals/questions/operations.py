"""Asking, answering, closing and reopening a question. What was sent is never changed."""

from __future__ import annotations

import uuid

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Consent, Disclosure, DisclosureBasis, DisclosureContent, Enrolment
from aspirants.operations.disclosing import Ground, disclose
from core.refusals import OperationRefused
from core.seen import Seen, require_seen
from notices.choices import NoticeKind
from notices.operations import notify
from organisation.access.permissions import NOT_ALLOWED, Act, may, require
from organisation.models import User
from referrals.choices import Side
from referrals.models import QuestionMessage, QuestionThread, Referral
from referrals.models.questions import LONGEST_MESSAGE, LONGEST_SUBJECT
from referrals.questions.access import may_close
from referrals.questions.matters import Matter, matter_now, matter_of_thread
from referrals.questions.querysets import side_of
from referrals.questions.recipients import recipients_at
from referrals.questions.shown import shown_sides, shown_thread
from referrals.questions.turns import other_side, whose_turn

NOT_SENT = "Meddelandet är inte skickat, och texten står kvar. Starta en ny fråga på en annan rättslig grund."
NOT_PRESENT = (
    "Ärendet har en annan försörjningsstödsenhet nu. Ni läser det ni har meddelat varandra men skriver inte mer."
)
CLOSED = "Frågan är avslutad. Öppna den igen för att skriva."


@transaction.atomic
def ask_question(
    *,
    actor: User,
    matter: Matter,
    seen_sides: Seen,
    subject: str,
    basis: Ground,
    text: str,
    submission_id: uuid.UUID,
) -> QuestionThread:
    """Begin a question to the other side, on a ground that all its messages are sent on.

    It goes to whom the page said (`shown_sides`). The same `submission_id` twice gives the first question again.
    Raises OperationRefused.
    """
    _require_of_a_side(actor)
    matter = _as_it_is_now(actor, matter)
    side = _require_party(actor, matter)
    require_seen(seen_sides, shown_sides(matter))
    subject = subject.strip()
    if not subject:
        raise OperationRefused("Skriv vad frågan gäller.", field="subject")
    if len(subject) > LONGEST_SUBJECT:
        raise OperationRefused(f"Ämnet får ha högst {LONGEST_SUBJECT} tecken.", field="subject")
    law, consent = (DisclosureBasis.CONSENT, basis) if isinstance(basis, Consent) else (basis, None)
    try:
        with transaction.atomic():
            thread = QuestionThread.objects.create(
                **matter.about,
                unit=matter.unit,
                subject=subject,
                basis=law,
                consent=consent,
                opened_by=actor,
                waits_for=other_side(side),
                submission_id=submission_id,
            )
    except IntegrityError:
        earlier: QuestionThread = QuestionThread.objects.visible_to(actor).get(submission_id=submission_id)
        return earlier
    message = _store(actor, thread, matter, text, None, submission_id)
    _tell(thread, matter, message, f"Ny fråga om {matter.in_words}")
    return thread


@transaction.atomic
def write_message(
    *,
    actor: User,
    thread: QuestionThread,
    seen_thread: Seen,
    text: str,
    corrects: QuestionMessage | None = None,
    submission_id: uuid.UUID,
) -> QuestionMessage:
    """Write one more message in an open question; `corrects` is one of the own side's that it puts right.

    The same `submission_id` twice gives the first message again. Raises OperationRefused, with a sentence of its own
    where the consent that the question rests on has ended meanwhile.
    """
    _require_of_a_side(actor)
    thread = QuestionThread.objects.select_for_update(of=("self",)).get(pk=thread.pk)
    matter = _matter(actor, thread)
    side = _require_party(actor, matter)
    earlier: QuestionMessage | None = thread.messages.filter(submission_id=submission_id).first()
    if earlier is not None:
        return earlier
    if not thread.is_open:
        raise OperationRefused(CLOSED)
    require_seen(seen_thread, shown_thread(thread, matter))
    if corrects is not None and (corrects.thread_id != thread.pk or corrects.side != side):
        raise OperationRefused("Ni rättar bara era egna meddelanden.", field="corrects")
    try:
        message = _store(actor, thread, matter, text, corrects, submission_id)
    except OperationRefused as refusal:
        # The ground was chosen when the question was asked, so there is nothing to choose beside this message.
        if refusal.field != "basis":
            raise
        raise OperationRefused(f"{refusal.message.split('. ')[0]}. {NOT_SENT}", field="text") from refusal
    _pass_turn(thread)
    _tell(thread, matter, message, f"Nytt meddelande om {matter.in_words}")
    return message


@transaction.atomic
def close_question(*, actor: User, thread: QuestionThread, seen_thread: Seen) -> QuestionThread:
    """Say that nothing more is to be answered; either side may, also where the case has another unit by now.

    Raises ChangedMeanwhileError.
    """
    _require_of_a_side(actor)
    thread = QuestionThread.objects.select_for_update(of=("self",)).get(pk=thread.pk)
    matter = _matter(actor, thread)
    if matter.is_present or not may_close(actor, matter):
        _require_party(actor, matter)
    require_seen(seen_thread, shown_thread(thread, matter))
    if thread.is_open:
        thread.waits_for, thread.closed_by, thread.closed_at = "", actor, timezone.now()
        thread.save(update_fields=["waits_for", "closed_by", "closed_at"])
    return thread


@transaction.atomic
def reopen_question(*, actor: User, thread: QuestionThread, seen_thread: Seen) -> QuestionThread:
    """Open a closed question again; it waits for whose turn it was. Raises ChangedMeanwhileError."""
    _require_of_a_side(actor)
    thread = QuestionThread.objects.select_for_update(of=("self",)).get(pk=thread.pk)
    matter = _matter(actor, thread)
    _require_party(actor, matter)
    require_seen(seen_thread, shown_thread(thread, matter))
    if not thread.is_open:
        thread.waits_for, thread.closed_by, thread.closed_at = whose_turn(thread), None, None
        thread.save(update_fields=["waits_for", "closed_by", "closed_at"])
    return thread


@transaction.atomic
def receive_messages(*, actor: User, thread: QuestionThread, matter: Matter) -> int:
    """Keep when the actor's side first opened what the other side wrote, and who did; returns how many that was now."""
    _require_of_a_side(actor)
    other = other_side(_require_party(actor, matter))
    unopened = Disclosure.objects.filter(message__thread=thread, message__side=other, receipt_at__isnull=True)
    opened = unopened.update(receipt_at=timezone.now(), receipt_by=actor)
    if opened and thread.is_open:
        _pass_turn(thread)
    return opened


@transaction.atomic
def end_questions_of_case(*, actor: User, enrolment: Enrolment) -> int:
    """Close the open questions of a case between its jobbtorg and the unit that it has until now; returns how many.

    Checked by: `change_support_unit` (WORK_IN_CASE).
    """
    about = Q(enrolment=enrolment) | Q(referral__enrolment=enrolment)
    keys = QuestionThread.objects.open().filter(about).order_by("pk").select_for_update(of=("self",))
    ended = QuestionThread.objects.filter(pk__in=[thread.pk for thread in keys])
    return ended.update(waits_for="", closed_by=actor, closed_at=timezone.now())


def _pass_turn(thread: QuestionThread) -> None:
    thread.waits_for = whose_turn(thread)
    QuestionThread.objects.filter(pk=thread.pk).update(waits_for=thread.waits_for)


def _require_of_a_side(actor: User) -> None:
    """Questions are between those who send referrals and those who work in cases."""
    if not may(actor, Act.WORK_IN_CASE):
        require(actor, Act.SEND_REFERRAL)


def _require_party(actor: User, matter: Matter) -> Side:
    if not matter.is_present or matter.jobbtorg is None:
        raise OperationRefused(NOT_PRESENT)
    side = side_of(actor)
    if side == Side.JOBBTORG:
        require(actor, Act.WORK_IN_CASE, at=matter.jobbtorg.pk)
    else:
        require(actor, Act.SEND_REFERRAL)
        if actor.income_support_unit_id != matter.unit.pk:
            raise OperationRefused(NOT_ALLOWED)
    return side


def _matter(actor: User, thread: QuestionThread) -> Matter:
    matter = matter_of_thread(actor, thread)
    if matter is None:
        raise OperationRefused(NOT_ALLOWED)
    return matter


def _as_it_is_now(actor: User, matter: Matter) -> Matter:
    """The same matter, with the referral and the case kept from others, for who may keep them, until the end."""
    if matter.referral is not None:
        list(Referral.objects.select_for_update(no_key=True, of=("self",)).filter(pk=matter.referral.pk))
    if matter.enrolment is not None and actor.works_with_cases:
        list(Enrolment.objects.select_for_update(no_key=True, of=("self",)).filter(pk=matter.enrolment.pk))
    return matter_now(actor, matter)


def _store(
    actor: User,
    thread: QuestionThread,
    matter: Matter,
    text: str,
    corrects: QuestionMessage | None,
    submission_id: uuid.UUID,
) -> QuestionMessage:
    text, side = text.strip(), side_of(actor)
    if not text:
        raise OperationRefused("Skriv ett meddelande.", field="text")
    if len(text) > LONGEST_MESSAGE:
        raise OperationRefused(f"Meddelandet får ha högst {LONGEST_MESSAGE} tecken.", field="text")
    disclosure = disclose(
        actor=actor,
        exchange=matter.exchange(side),
        content=DisclosureContent.MESSAGE,
        basis=thread.consent or DisclosureBasis(thread.basis),
    )
    return QuestionMessage.objects.create(
        thread=thread,
        side=side,
        author=actor,
        text=text,
        corrects=corrects,
        disclosure=disclosure,
        sent_at=disclosure.disclosed_at,
        submission_id=submission_id,
    )


def _tell(thread: QuestionThread, matter: Matter, message: QuestionMessage, text: str) -> None:
    recipients = recipients_at(other_side(Side(message.side)), thread, matter, timezone.localdate())
    notify(
        recipients,
        kind=NoticeKind.REFERRAL,
        event_key=f"question-{message.pk}",
        text=text,
        path=reverse("question_thread", args=[thread.pk]),
    )
