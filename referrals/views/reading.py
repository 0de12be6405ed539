"""One referral, as the jobbtorg reads it and as the stadsdel that sent it may follow it. Every opening is logged."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from aspirants.access import reason_to_read
from aspirants.identity import display
from aspirants.models import VIA_SKATTEVERKET, Person
from aspirants.people.news import waiting_reports
from aspirants.protection import may_change
from audit.lookups import require_lookups_within_limit
from audit.models import AccessKind
from audit.operations import log_access
from core.reading.together import hold
from core.seen import ChangedMeanwhileError
from core.way_back import leads_back_to, way_back
from deadlines.calculation.coverage import Coverage
from deadlines.clocks.coverage import coverage_of_clock
from deadlines.clocks.lifecycle import explain_clock
from deadlines.models import DeadlineClock
from jobplans.models import JobPlanVersion, PlanCommunication
from organisation.access.permissions import Act, may
from organisation.access.rules import StaffRequest, access
from organisation.models import User
from referrals.access import (
    is_sender,
    kept_from,
    may_complete,
    may_decline,
    may_lapse,
    may_return,
    may_take_back,
    may_withdraw,
    name_shown,
    parties,
    subject_shown,
)
from referrals.attachments import listing
from referrals.choices import CORRECTION, WAITING, FitForWork
from referrals.facts.acts import acts_on_referral
from referrals.facts.coverage import coverage_as_sent
from referrals.facts.days import when_it_happened
from referrals.facts.rows import ends_soon, stated_rows
from referrals.forms.deciding import EnrolForm
from referrals.inbox.around import pending_move, read_around
from referrals.likeness import alike_to_person
from referrals.models import MoveStatus, Referral, ReferralEvent, ReferralMove, ReferralStatus, Source
from referrals.questions.access import may_write
from referrals.questions.matters import matter_of_referral
from referrals.questions.reading import threads_about
from referrals.sender.next_dates import NextDates
from referrals.sender.status_texts import (
    awaits_completion,
    clock_status_text,
    closing_in_words,
    open_question,
    original_explanation,
    status_text_for_sender,
)
from referrals.sender.told import plan_rows, told_cases, told_of
from referrals.shown import shown_referral

TO_TAKE_IN = (ReferralStatus.SUBMITTED, ReferralStatus.ACCEPTED)
MOVES = Prefetch("moves", ReferralMove.objects.select_related("origin", "destination").order_by("-sent_at", "-pk"))
STEPS = Prefetch("events", ReferralEvent.objects.select_related("actor").order_by("-at", "-pk"))
CLOCK = Prefetch("clock", DeadlineClock.objects.select_related("policy"))


@dataclass(frozen=True)
class HistoryItem:
    """A step in the referral's life, for the timeline."""

    title: str
    at: datetime.datetime
    by: str
    text: str
    kind: str = "referral"
    url: str = ""
    anchor: str = ""


def open_referral(request: StaffRequest, pk: int, kind: AccessKind = AccessKind.READ) -> Referral:
    """The referral with all that its page shows of it, and a row in the access log; 404 outside the user's scope.

    At the jobbtorg a protected person's asks for a reason first. The stadsdel that sent it is shown no name anyway.
    """
    referrals = (
        Referral.objects.visible_to(request.user)
        .select_related("person", "unit__district", "sent_by", "jobbtorg", "target_group")
        .select_related("enrolment__coach")
    )
    if is_sender(request.user):
        # Where the unit follows the case no longer, the clock is not there for it any more.
        referrals = referrals.with_disclosures().with_news().prefetch_related(CLOCK, STEPS, MOVES)
    else:
        referrals = referrals.select_related("clock__policy").with_open_case().with_reported()
    referral: Referral = get_object_or_404(referrals, pk=pk)
    reason = ""
    if is_sender(request.user):
        require_lookups_within_limit(request.user, referral.person_id)
    else:
        reason = reason_to_read(request, referral.person)
    log_access(request, kind, subject=referral.number, person_id=referral.person_id, reason=reason)
    if not is_sender(request.user):
        referral.has_offers = read_around(referral)  # type: ignore[attr-defined]
        if not referral.is_departed:  # type: ignore[attr-defined]
            hold("departures", [referral], [])
    return referral


@access(parties)
@require_safe
def of_clock(request: StaffRequest, pk: int) -> HttpResponse:
    """Redirect to the referral that started a clock; pages of lower apps know only the clock's key."""
    referral = get_object_or_404(Referral.objects.visible_to(request.user), clock=pk)
    return redirect("referral_detail", pk=referral.pk)


@access(parties)
@require_safe
def of_case(request: StaffRequest, pk: int) -> HttpResponse:
    """To the user's own referral to a case; if there is none, or it is followed no more, to what was told about it."""
    referral = Referral.objects.visible_to(request.user).filter(enrolment=pk).first()
    if referral is not None and (referral.is_followed or not is_sender(request.user)):
        return redirect("referral_detail", pk=referral.pk)
    if is_sender(request.user) and told_cases(request.user, only=pk):
        return redirect("told_case", pk=pk)
    return redirect("referral_detail", pk=referral.pk) if referral else redirect("referral_inbox")


@access(parties)
@require_safe
def detail(request: StaffRequest, pk: int) -> HttpResponse:
    """Read one referral."""
    return detail_page(request, open_referral(request, pk))


@access(parties)
@require_POST
def reveal(request: StaffRequest, pk: int) -> HttpResponse:
    """The same page with the whole identity number, and a protected person's contact details; logged as such."""
    referral = open_referral(request, pk, AccessKind.REVEAL)
    return detail_page(request, referral, revealed=not kept_from(request.user, referral.person))


def detail_page(
    request: StaffRequest,
    referral: Referral,
    *,
    revealed: bool = False,
    enrol_form: EnrolForm | None = None,
    changed: ChangedMeanwhileError | None = None,
) -> HttpResponse:
    """The page for whichever side the user is on.

    With what was shown before beside what stands now, where an act was refused for that (`changed`, or in the form).
    """
    user = request.user
    changed, status = refused(enrol_form, changed)
    context = page_context(user, referral, revealed=revealed, changed=changed) | _questions(user, referral)
    # Read on the referral's own page; not beside the inbox.
    context["deviations"] = referral.deviations.select_related("noted_by")
    if is_sender(user):
        context |= _for_sender(user, referral)
        return render(request, "referrals/detail_sender.html", context, status=status)
    context |= for_receiver(user, referral, revealed, enrol_form)
    context |= ending_at(way_back(request, ""))
    return render(request, "referrals/detail_receiver.html", context, status=status)


def refused(
    enrol_form: EnrolForm | None, changed: ChangedMeanwhileError | None = None
) -> tuple[ChangedMeanwhileError | None, int]:
    """What has changed since the page was opened, if that is why an act was refused, and the status of the answer."""
    if enrol_form and enrol_form.changed:
        changed = enrol_form.changed
        enrol_form.show_now()
    if changed:
        return changed, HTTPStatus.CONFLICT
    return None, HTTPStatus.UNPROCESSABLE_ENTITY if enrol_form and enrol_form.errors else HTTPStatus.OK


def ending_at(address: str) -> dict[str, str]:
    """Where acts on the referral end, for its forms and its links; "" where they end at the referral itself."""
    return {"way_on": address, "ends_there": f"?{leads_back_to(address)}" if address else ""}


def page_context(
    user: User, referral: Referral, *, revealed: bool = False, changed: ChangedMeanwhileError | None = None
) -> dict[str, Any]:
    """What the page shows of a referral to either side."""
    about = subject_shown(user, referral)
    return {
        "referral": referral,
        "person": referral.person,
        "name": name_shown(user, referral),
        **_number(about, revealed),
        "revealed": revealed or not about.identity_no or kept_from(user, referral.person),
        "question": open_question(referral),
        "awaits_completion": referral.is_followed and awaits_completion(referral),
        "attachments": listing.of_referral(user, referral) if getattr(referral, "has_attachments", True) else [],
        "today": timezone.localdate(),
        "seen": shown_referral(referral),
        **acts_on_referral(user, referral),
        "changed": changed,
        "only_what_differs": True,
        "is_settled": referral.status not in TO_TAKE_IN,
        "happened": latest_step(referral) if changed and not is_sender(user) else None,
    }


def latest_step(referral: Referral) -> HistoryItem | None:
    """What was last done with a referral, by whom and when: what an act that came too late is answered with."""
    return next(iter(_history(referral)), None)


def _questions(user: User, referral: Referral) -> dict[str, Any]:
    """What the two sides have asked each other about the referral, and where to ask, for who may."""
    may_ask = may_write(user, matter_of_referral(user, referral))
    return {
        "threads": threads_about(user, referral=referral),
        "ask_url": reverse("question_of_referral", args=[referral.pk]) if may_ask else "",
    }


def _number(person: Person, revealed: bool) -> dict[str, str]:
    """The identity number and what to call it; of someone without, the birth date."""
    if not person.identity_no:
        return {"number_label": "Personnummer saknas. Född", "number": person.born}
    number = display(person.identity_no) if revealed else person.masked_number
    return {"number_label": person.get_identity_kind_display(), "number": number}


def for_receiver(user: User, referral: Referral, revealed: bool, enrol_form: EnrolForm | None) -> dict[str, Any]:
    """What the page shows to the jobbtorg alone."""
    if referral.status not in TO_TAKE_IN:
        enrol_form = None
    elif enrol_form is None:
        enrol_form = EnrolForm(referral=referral, user=user, now=shown_referral(referral))
    person, today = referral.person, timezone.localdate()
    return {
        "news": _news(referral),
        "person_rows": [*_contact(person, revealed), ("Språk", _language(referral))],
        "sender_rows": [
            ("Remiss", referral.number),
            ("Enhet", referral.unit),
            (_sent_or_registered(referral), referral.sent_by),
            ("Kom in", referral.received_on.isoformat()),
        ],
        "content": stated_rows(referral, on=timezone.localdate(), about=person),
        "ends_soon": ends_soon(referral, timezone.localdate()),
        "clock": clock_status_text(referral.clock),
        "explanation": explain_clock(referral.clock),
        "history": _history(referral),
        "alike": alike_to_person(user, person),
        "enrol_form": enrol_form,
        "may_accept": referral.status == ReferralStatus.SUBMITTED,
        "may_take_back": may_take_back(user, referral),
        "may_decline": may_decline(user, referral),
        "may_return": may_return(user, referral),
        "may_lapse": may_lapse(user, referral),
        "pending_move": pending_move(referral),
        "may_move": may(user, Act.TRANSFER_CASE) and referral.status in WAITING,
        "jobbtorg_closed": not referral.jobbtorg.is_valid_on(today),
        "unit_closed": not referral.unit.is_valid_on(today),
        "may_protect": may_change(user),
        "is_waiting": referral.status in WAITING,
        "may_end": referral.status in WAITING and person.deceased_on is not None,
    }


def _news(referral: Referral) -> list[tuple[str, str]]:
    """What the referral says of a known person otherwise than the register; it is settled in the case."""
    is_reported: bool = referral.is_reported  # type: ignore[attr-defined]
    waiting = waiting_reports(referral.person, referral.jobbtorg_id) if is_reported else []
    return [(report.get_field_display(), report.in_words) for report in waiting]


def _contact(person: Person, revealed: bool) -> list[tuple[str, Any]]:
    if not person.may_store_contact:
        return [("Post", VIA_SKATTEVERKET), ("Kontaktväg", person.agreed_channel or "Inte överenskommen")]
    return [("Telefon", (person.phone or "Inte angiven") if revealed or not person.is_protected else "Dold")]


def _for_sender(user: User, referral: Referral) -> dict[str, Any]:
    """What the stadsdel sent, and what was disclosed to it: no meetings, no notes, no stored contact details."""
    plan = _communicated_plan(user, referral)
    coach = referral.enrolment.coach if referral.enrolment else None
    case_rows = [("Jobbtorg", referral.jobbtorg), ("Coach", coach or "Inte utsedd ännu")]
    about = None if kept_from(user, referral.person) else referral.said
    return {
        "rows": stated_rows(referral, on=timezone.localdate(), about=about),
        "contact_rows": [
            ("Remiss", referral.number),
            # Where the case is now, and who works in it, is newer than what this unit may know.
            *(case_rows if referral.is_followed else []),
            (_sent_or_registered(referral), referral.sent_by),
        ],
        "status_text": status_text_for_sender(referral),
        # By the clock, which is kept from whoever follows the case no longer.
        "coverage": _coverage_for_sender(referral) if referral.is_followed else None,
        "explanation": original_explanation(referral.clock) if referral.is_followed else None,
        "moved_to": _moved_to(referral) if referral.is_followed else None,
        "has_news": referral.has_news,  # type: ignore[attr-defined]
        "follow_up_on": NextDates(timezone.localdate()).follow_up_of(referral),
        "told": told_of(user, referral.enrolment_id) if referral.enrolment_id else [],
        "plan": plan,
        "plan_rows": plan_rows(plan) if plan else [],
        "closing": closing_in_words(referral),
        "history": _history(referral, for_sender=True),
        "may_complete": may_complete(user, referral),
        "may_withdraw": may_withdraw(user, referral),
    }


def _coverage_for_sender(referral: Referral) -> Coverage:
    """Whether the guarantee applies: where something was to be investigated, by what the sender itself has said."""
    if referral.fit_for_work == FitForWork.TO_INVESTIGATE:
        return coverage_as_sent(referral)
    return coverage_of_clock(referral.clock)


def _moved_to(referral: Referral) -> datetime.date | None:
    """The new last day of a clock that was moved, without the reason, which may be about the person's health."""
    clock = referral.clock
    return clock.due_on if clock.is_open and clock.due_on != clock.original_due_on else None


def _communicated_plan(user: User, referral: Referral) -> PlanCommunication | None:
    """The latest version of the plan that has been communicated to the sender's side, with its items."""
    if referral.enrolment_id is None:
        return None
    versions = JobPlanVersion.objects.visible_to(user).filter(plan__enrolment=referral.enrolment_id)
    return (
        PlanCommunication.objects.filter(version__in=versions, unit=referral.unit_id)
        .select_related("version__approval", "unit")
        .prefetch_related("version__items__insats_type")
        .order_by("-sent_at")
        .first()
    )


def _sent_or_registered(referral: Referral) -> str:
    return "Registrerad av" if referral.source == Source.PAPER else "Skickad av"


def _language(referral: Referral) -> str:
    language = referral.person.language or "Inte angivet"
    return f"{language}, behöver tolk" if referral.person.interpreter_needed else language


def _history(referral: Referral, *, for_sender: bool = False) -> list[HistoryItem]:
    """Steps and moves, newest first. What the first step notes about a person already known is for the jobbtorg only.

    The stadsdel reads that the referral has moved, and not what the jobbtorg have said to each other.
    """
    events = sorted(referral.events.all(), key=lambda event: (event.at, event.pk), reverse=True)
    steps = [
        _of_step(referral, event, earlier, for_sender=for_sender)
        for event, earlier in zip(events, [*events, None][1:], strict=True)
    ]
    moves = [item for move in referral.moves.all() for item in _of_move(move, for_sender=for_sender)]
    return sorted([*steps, *moves], key=lambda item: item.at, reverse=True)


def _of_step(
    referral: Referral, event: ReferralEvent, earlier: ReferralEvent | None, *, for_sender: bool
) -> HistoryItem:
    at, later = when_it_happened(event, is_first=earlier is None, referral=referral)
    on_paper = earlier is None and referral.source != Source.DISTRICT
    title = "Kom in" if on_paper else _completed(event, earlier) or event.get_status_display()
    comment = event.comment if earlier or not for_sender else ""
    return HistoryItem(title, at, str(event.actor), "\n".join(filter(None, (later, comment))))


def _of_move(move: ReferralMove, *, for_sender: bool) -> list[HistoryItem]:
    """That a referral was offered to another jobbtorg, and the answer; to the stadsdel only that it has moved."""
    told = []
    if not for_sender:
        told.append(HistoryItem(f"Erbjuden {move.destination}", move.sent_at, str(move.sent_by), move.reason))
    if move.answered_at is not None and (move.status == MoveStatus.ACCEPTED or not for_sender):
        titles = {
            MoveStatus.ACCEPTED: f"Flyttad från {move.origin} till {move.destination}",
            MoveStatus.RETURNED: f"{move.destination} tog inte emot den",
            MoveStatus.TAKEN_BACK: f"Flytten till {move.destination} togs tillbaka",
            MoveStatus.ENDED: f"{move.destination} tillfrågas inte längre",
        }
        by = "" if for_sender else str(move.answered_by)
        told.append(HistoryItem(titles[MoveStatus(move.status)], move.answered_at, by, move.answer_reason))
    return told


def _completed(event: ReferralEvent, earlier: ReferralEvent | None) -> str:
    """The title of an event that is not what its status says: sent in again, or a decline that was taken back."""
    if event.comment.startswith(CORRECTION):
        return "Rättad"
    if event.takes_back:
        return "Avböjandet togs tillbaka"
    return "Kompletterad" if earlier is not None and event.status == ReferralStatus.SUBMITTED else ""
