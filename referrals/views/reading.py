"""One referral, as the jobbtorg reads it and as the stadsdel that sent it may follow it. Every opening is logged."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, Q
from django.forms import Form
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
from core.forms import typed_texts
from core.reading.together import hold
from core.seen import ChangedMeanwhileError
from core.way_back import leads_back_to, way_back
from deadlines.clocks.lifecycle import explain_clock
from deadlines.models import DeadlineClock
from jobplans.models import JobPlanVersion, PlanCommunication
from organisation.access.rules import StaffRequest, access
from organisation.models import User
from referrals.access import (
    is_sender,
    kept_from,
    may_accept,
    may_complete,
    may_correct,
    may_decline,
    may_end,
    may_lapse,
    may_move,
    may_note_deviation,
    may_return,
    may_take_back,
    may_withdraw,
    name_shown,
    parties,
    subject_shown,
)
from referrals.attachments import listing
from referrals.choices import WAITING
from referrals.facts.acts import acts_on_referral, answer_of_referral, rows_with_answer
from referrals.facts.history import HistoryItem, history_of
from referrals.facts.rows import ends_soon, stated_rows
from referrals.forms.deciding import EnrolForm, refused
from referrals.inbox.around import pending_move, read_around
from referrals.likeness import alike_to_person
from referrals.models import Referral, ReferralEvent, ReferralStatus, Source
from referrals.questions.access import may_write
from referrals.questions.matters import matter_of_referral
from referrals.questions.reading import threads_about
from referrals.sender.history import history_for_sender, steps_for_sender
from referrals.sender.next_dates import NextDates
from referrals.sender.promised import promises_for_sender
from referrals.sender.status_texts import (
    awaits_completion,
    clock_status_text,
    closing_in_words,
    open_question,
    original_explanation,
    status_for_sender,
    status_text_for_sender,
)
from referrals.sender.told import plan_rows, told_about, told_cases
from referrals.sender.too_late import why_too_late
from referrals.shown import shown_referral

TO_TAKE_IN = (ReferralStatus.SUBMITTED, ReferralStatus.ACCEPTED)
STEPS = Prefetch("events", ReferralEvent.objects.select_related("actor").order_by("-at", "-pk"))


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
        referrals = referrals.with_disclosures().with_news().with_clock().prefetch_related(STEPS)
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
    """Redirect to the referral that started a clock; pages of lower apps know only the clock's key.

    The promise's clock is the referral's own; the others that began with it go by its number until there is a case.
    """
    by_number = Q(number__in=DeadlineClock.objects.filter(pk=pk).values("reference"))
    referral = get_object_or_404(Referral.objects.visible_to(request.user).filter(Q(clock=pk) | by_number))
    return redirect("referral_detail", pk=referral.pk)


@access(parties)
@require_safe
def of_case(request: StaffRequest, pk: int) -> HttpResponse:
    """To the user's own referral to a case; if there is none, or it is followed no more, to what was told about it."""
    referral = Referral.objects.visible_to(request.user).filter(enrolment=pk).first()
    if referral is not None and (referral.is_followed or not is_sender(request.user)):
        return redirect("referral_detail", pk=referral.pk)
    if is_sender(request.user) and told_cases(request.user, of=[pk]):
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
    context["may_note"] = may_note_deviation(user, referral)
    if is_sender(user):
        context |= _for_sender(user, referral)
        return render(request, "referrals/detail_sender.html", context, status=status)
    context |= for_receiver(user, referral, revealed, enrol_form)
    context |= ending_at(way_back(request, ""))
    return render(request, "referrals/detail_receiver.html", context, status=status)


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
        "happened": latest_step(user, referral) if changed else None,
    }


def latest_step(user: User, referral: Referral) -> HistoryItem | None:
    """What was last done with a referral, by whom and when: what an act that came too late is answered with.

    A sender is told what the sender's history says, and of no offer to another jobbtorg.
    """
    steps = steps_for_sender(referral) if is_sender(user) else history_of(referral)
    return max(steps, key=lambda item: item.done_at or item.at, default=None)


def _questions(user: User, referral: Referral) -> dict[str, Any]:
    """What the two sides have asked each other about the referral, and where to ask, for who may."""
    may_ask = may_write(user, matter_of_referral(user, referral))
    return {
        "threads": threads_about(user, referral=referral),
        "ask_url": reverse("question_of_referral", args=[referral.pk]) if may_ask else "",
    }


def too_late(request: StaffRequest, referral: Referral, form: Form) -> HttpResponse:
    """What a sender wanted to do is not possible any more: why, what can be done instead, and the texts to copy.

    A page that is only being opened leads to the referral, with the reason.
    """
    ours = request.user.income_support_unit_id == referral.unit_id
    why = why_too_late(referral) if ours else "Bara enheten som skickade remissen kan ändra eller återkalla den"
    if request.method != "POST":
        messages.error(request, f"{why}.")
        return redirect("referral_detail", pk=referral.pk)
    may_ask = may_write(request.user, matter_of_referral(request.user, referral))
    context = {
        "referral": referral,
        "name": name_shown(request.user, referral),
        "why": why,
        "instead": _instead(request.user, referral),
        "ask_url": reverse("question_of_referral", args=[referral.pk]) if may_ask else "",
        "texts": typed_texts(form, referral.purpose),
    }
    return render(request, "referrals/too_late.html", context, status=409)


def _instead(user: User, referral: Referral) -> tuple[str, str] | None:
    """What the sender can do with the referral as it stands: the words of a link, and its address."""
    if may_complete(user, referral):
        return "Komplettera remissen", reverse("referral_complete", args=[referral.pk])
    if may_correct(user, referral):
        return "Rätta uppgifterna", reverse("referral_correct", args=[referral.pk])
    return None


def _number(person: Person, revealed: bool) -> dict[str, str]:
    """The identity number and what to call it; of someone without, the birth date."""
    if not person.identity_no:
        return {"number_label": "Personnummer saknas. Född", "number": person.born}
    number = display(person.identity_no) if revealed else person.masked_number
    return {"number_label": person.get_identity_kind_display(), "number": number}


def for_receiver(user: User, referral: Referral, revealed: bool, enrol_form: EnrolForm | None) -> dict[str, Any]:
    """What the page shows to the jobbtorg alone."""
    if referral.status not in TO_TAKE_IN and not (enrol_form and enrol_form.non_field_errors()):
        enrol_form = None
    elif referral.status in TO_TAKE_IN and enrol_form is None:
        enrol_form = EnrolForm(referral=referral, user=user, now=shown_referral(referral))
    person, today = referral.person, timezone.localdate()
    answer_url = answer_of_referral(user, referral, awaited=referral.clock.coverage_awaited)
    return {
        "news": _news(referral),
        "person_rows": [*_contact(person, revealed), ("Språk", _language(referral))],
        "sender_rows": [
            ("Remiss", referral.number),
            ("Enhet", referral.unit),
            (_sent_or_registered(referral), referral.sent_by),
            ("Kom in", referral.received_on.isoformat()),
        ],
        "content": _content(user, referral, person, answer_url),
        "answer_url": answer_url,
        "ends_soon": ends_soon(referral, timezone.localdate()),
        "clock": clock_status_text(referral.clock),
        "explanation": explain_clock(referral.clock),
        "history": history_of(referral),
        "alike": alike_to_person(user, person),
        "enrol_form": enrol_form,
        "may_accept": may_accept(user, referral),
        "may_take_back": may_take_back(user, referral),
        "may_decline": may_decline(user, referral),
        "may_return": may_return(user, referral),
        "may_lapse": may_lapse(user, referral),
        "pending_move": pending_move(referral),
        "may_move": may_move(user, referral),
        "jobbtorg_closed": not referral.jobbtorg.is_valid_on(today),
        "unit_closed": not referral.unit.is_valid_on(today),
        "may_protect": may_change(user),
        "is_waiting": referral.status in WAITING,
        "may_end": may_end(user, referral),
    }


def _content(user: User, referral: Referral, about: Person | None, answer_url: str) -> list[tuple[Any, ...]]:
    """What the referral says; the row about work leads to where the answer is registered, or it is put right."""
    return rows_with_answer(
        stated_rows(referral, on=timezone.localdate(), about=about),
        referral,
        answer_url=answer_url,
        correct_url=acts_on_referral(user, referral)["correct_url"],
    )


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
    told = told_about(user, referral.enrolment_id) if referral.enrolment_id else []
    # By the clock, which is kept from whoever follows the case no longer.
    coverage = promises_for_sender([referral]).get(referral.pk)
    answer_url = answer_of_referral(user, referral, awaited=coverage is not None and coverage.awaited)
    rows = _content(user, referral, about, answer_url)
    return {
        "answer_url": answer_url,
        "rows": [*rows, *(referral.said_contact_rows if about else [])],
        "contact_rows": [
            ("Remiss", referral.number),
            # Where the case is now, and who works in it, is newer than what this unit may know.
            *(case_rows if referral.is_followed else []),
            (_sent_or_registered(referral), referral.sent_by),
        ],
        "status": status_for_sender(referral),
        "status_text": status_text_for_sender(referral, coverage),
        "coverage": coverage,
        "explanation": original_explanation(referral.clock) if referral.is_followed else None,
        "moved_to": _moved_to(referral) if referral.is_followed else None,
        "has_news": referral.has_news,  # type: ignore[attr-defined]
        "follow_up_on": NextDates(timezone.localdate()).follow_up_of(referral),
        "told": [one for one in told if one.to_unit],
        "plan": plan,
        "plan_rows": plan_rows(plan) if plan else [],
        "closing": closing_in_words(referral),
        "history": history_for_sender(referral, told),
        "may_complete": may_complete(user, referral),
        "may_withdraw": may_withdraw(user, referral),
    }


def _moved_to(referral: Referral) -> datetime.date | None:
    """The new last day of a clock that was moved, without the reason, which may be about the person's health."""
    clock = referral.clock
    counts = clock.is_open or clock.fulfilled_at is not None
    return clock.due_on if counts and clock.due_on != clock.original_due_on else None


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
