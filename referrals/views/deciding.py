"""What becomes of a referral: accepted, enrolled, declined, or taken back by the sender."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from core.forms import SeenForm, get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from core.seen import ChangedMeanwhileError, Seen, seen_in
from core.swedish.dates import weekday_date
from core.way_back import way_back
from organisation.access.rules import StaffRequest, access
from referrals.access import (
    managers,
    may_decline,
    may_lapse,
    may_return,
    may_withdraw,
    name_shown,
    receivers,
    senders,
)
from referrals.forms.deciding import DeclineForm, EnrolForm, LapseForm, ReturnReferralForm, WithdrawForm
from referrals.inbox.doubles import others_of_person
from referrals.inbox.operations import take_back_decline, take_in_referral
from referrals.inbox.way_on import asked_of_inbox, to_same
from referrals.models import DeclineReason, Referral
from referrals.operations import accept_referral, decline_referral, lapse_referral, return_referral, withdraw_referral
from referrals.shown import shown_referral
from referrals.views.inbox import beside_inbox
from referrals.views.reading import detail_page, latest_step, open_referral, too_late


def _carry_out(
    request: StaffRequest,
    referral: Referral,
    act: Callable[[], object],
    done: str,
    form: SeenForm,
    template: str,
    **context: Any,
) -> HttpResponse:
    """Run the act and redirect to the referral with a message; when refused, show why, and the form as typed."""
    try:
        act()
    except OperationRefused as refusal:
        show_refusal(form, refusal)
        return _confirm_page(request, referral, form, template, **context)
    messages.success(request, done)
    return redirect(_way_on(request, referral))


@access(receivers)
@require_POST
def accept(request: StaffRequest, pk: int) -> HttpResponse:
    """The jobbtorg takes the referral on, and somebody enrols the person later."""
    referral = open_referral(request, pk)
    done = f"Remissen är mottagen: {_who(request, referral)}."
    return _by_button(request, referral, lambda seen: accept_referral(**_of(request, referral, seen)), done)


@access(managers)
@require_POST
def take_back(request: StaffRequest, pk: int) -> HttpResponse:
    """A manager takes back a decline of the same day."""
    referral = open_referral(request, pk)
    done = "Avböjandet är tillbakataget. Remissen är där den var, och den som skickade den har fått veta det."
    return _by_button(request, referral, lambda seen: take_back_decline(**_of(request, referral, seen)), done)


def _of(request: StaffRequest, referral: Referral, seen: Seen) -> dict[str, Any]:
    return {"actor": request.user, "referral": referral, "seen_referral": seen}


def _by_button(request: StaffRequest, referral: Referral, act: Callable[[Seen], object], done: str) -> HttpResponse:
    """Run an act that asks nothing, and go on to where its page leads."""
    try:
        act(seen_in(request))
    except ChangedMeanwhileError as changed:
        return detail_page(request, referral, changed=changed)
    except OperationRefused as refusal:
        messages.error(request, refusal.message)
        return redirect("referral_detail", pk=referral.pk)
    messages.success(request, done)
    return redirect(_way_on(request, referral))


def _who(request: StaffRequest, referral: Referral) -> str:
    """Whom an act was about, to be read beside the next referral; a protected person by the number."""
    return f"Remiss {referral.number}" if referral.person.is_protected else name_shown(request.user, referral)


def _way_on(request: StaffRequest, referral: Referral) -> str:
    """Where an act on a referral ends: the page it came from, else the referral."""
    return way_back(request, reverse("referral_detail", args=[referral.pk]))


@access(receivers)
@require_POST
def enrol(request: StaffRequest, pk: int) -> HttpResponse:
    """Open the case, with a coach or without; a referral that nobody has accepted is accepted by it."""
    referral = open_referral(request, pk)
    form = EnrolForm(request.POST, referral=referral, user=request.user, now=shown_referral(referral))
    if not form.is_valid():
        return _shown_again(request, referral, form)
    coach = form.cleaned_data["coach"]
    try:
        enrolment = take_in_referral(
            actor=request.user,
            referral=referral,
            seen_referral=form.seen,
            coach=coach,
            enrolled_on=form.cleaned_data["enrolled_on"],
        )
    except OperationRefused as refusal:
        show_refusal(form, refusal)
        if form.now != shown_referral(referral):
            # Somebody else was quicker between reading and locking.
            referral = open_referral(request, pk)
        return _shown_again(request, referral, form)
    whose = f"Coach är {coach}." if coach else "Ärendet väntar på att få en coach."
    earlier = enrolment.enrolled_on != timezone.localdate()
    day = f" med inskrivning {weekday_date(enrolment.enrolled_on)}" if earlier else ""
    done = f"Inskriven: {_who(request, referral)}. Ärende {enrolment.case_no} är öppnat{day}. {whose}"
    link = '{} <a class="ds-link" href="{}">Öppna ärendet</a>'
    messages.success(request, format_html(link, done, reverse("case", args=[enrolment.pk])))
    return redirect(_way_on(request, referral))


def _shown_again(request: StaffRequest, referral: Referral, form: EnrolForm) -> HttpResponse:
    """The page the form was on, with the form as typed: beside the inbox, or the referral's own."""
    asked = asked_of_inbox(way_back(request, ""))
    if asked is None or referral.person.is_protected:
        return detail_page(request, referral, enrol_form=form)
    request.GET = cast(Any, asked)
    return beside_inbox(request, referral, form)


@access(managers)
@get_or_post
def decline(request: StaffRequest, pk: int) -> HttpResponse:
    """A manager declines, with a reason that the sender reads."""
    referral = open_referral(request, pk)
    proposed = {"reason": request.GET.get("skal", "")}
    form = DeclineForm(
        request.POST if request.method == "POST" else None, initial=proposed, now=shown_referral(referral)
    )
    double_of = others_of_person(request.user, referral)
    if form.is_valid():
        reason, comment = DeclineReason(form.cleaned_data["reason"]), form.cleaned_data["comment"]
        return _carry_out(
            request,
            referral,
            lambda: decline_referral(
                actor=request.user, referral=referral, seen_referral=form.seen, reason=reason, comment=comment
            ),
            f"Remissen är avböjd: {_who(request, referral)}. Den som skickade den har fått veta det.",
            form,
            "referrals/decline.html",
            double_of=double_of,
        )
    if request.method != "POST" and not may_decline(request.user, referral):
        messages.error(request, f"Remissen är {referral.get_status_display().lower()} och kan inte avböjas.")
        return redirect("referral_detail", pk=pk)
    return _confirm_page(request, referral, form, "referrals/decline.html", double_of=double_of)


@access(senders)
@get_or_post
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """The sending unit takes the referral back, after a page that says what that means."""
    referral = open_referral(request, pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None, now=shown_referral(referral))
    if not may_withdraw(request.user, referral):
        return too_late(request, referral, form)
    if form.is_valid():
        comment = form.cleaned_data["comment"]
        return _carry_out(
            request,
            referral,
            lambda: withdraw_referral(actor=request.user, referral=referral, seen_referral=form.seen, comment=comment),
            "Remissen är återkallad.",
            form,
            "referrals/withdraw.html",
        )
    return _confirm_page(request, referral, form, "referrals/withdraw.html")


@access(receivers)
@get_or_post
def return_(request: StaffRequest, pk: int) -> HttpResponse:
    """The jobbtorg asks the sender for what is missing."""
    referral = open_referral(request, pk)
    form = ReturnReferralForm(request.POST if request.method == "POST" else None, now=shown_referral(referral))
    if form.is_valid():
        question = form.cleaned_data["question"]
        return _carry_out(
            request,
            referral,
            lambda: return_referral(actor=request.user, referral=referral, seen_referral=form.seen, question=question),
            f"Remissen är skickad tillbaka: {_who(request, referral)}. Den som skickade den har fått frågan.",
            form,
            "referrals/return.html",
        )
    if request.method != "POST" and not may_return(request.user, referral):
        messages.error(request, "Remissen kan inte skickas tillbaka nu.")
        return redirect("referral_detail", pk=pk)
    return _confirm_page(request, referral, form, "referrals/return.html")


@access(managers)
@get_or_post
def lapse(request: StaffRequest, pk: int) -> HttpResponse:
    """A manager gives up on a person who could not be reached. What is still required is said above the form."""
    referral = open_referral(request, pk)
    form = LapseForm(request.POST if request.method == "POST" else None, now=shown_referral(referral))
    if request.method != "POST" and not may_lapse(request.user, referral):
        messages.error(request, f"Remissen är {referral.get_status_display().lower()} och kan inte förfalla.")
        return redirect("referral_detail", pk=pk)
    if form.is_valid():
        try:
            lapse_referral(
                actor=request.user, referral=referral, seen_referral=form.seen, comment=form.cleaned_data["comment"]
            )
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            whose = _who(request, referral)
            messages.success(request, f"Remissen har förfallit: {whose}. Den som skickade den har fått veta det.")
            return redirect(_way_on(request, referral))
    return _confirm_page(request, referral, form, "referrals/lapse.html")


def _confirm_page(
    request: StaffRequest, referral: Referral, form: SeenForm, template: str, **context: Any
) -> HttpResponse:
    rows = [
        ("Person", name_shown(request.user, referral)),
        ("Från", referral.unit),
        ("Till", referral.jobbtorg),
        ("Kom in", referral.received_on.isoformat()),
    ]
    tillbaka = way_back(request, "")
    back_url = to_same(tillbaka, referral.pk) or reverse("referral_detail", args=[referral.pk])
    context |= {"referral": referral, "rows": rows, "tillbaka": tillbaka, "back_url": back_url}
    context |= {"only_what_differs": True, "happened": latest_step(request.user, referral)}
    return render_form(request, template, form, **context)
