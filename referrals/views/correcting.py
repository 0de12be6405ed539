"""Putting right what is stated of a person and the day they came, and registering the decision on benefit, for
referrals and visits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from aspirants.access import open_case
from aspirants.models import Enrolment
from core.forms import SeenForm, get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from core.swedish.dates import weekday_date
from core.way_back import leads_back_to, way_back
from organisation.access.rules import StaffRequest, access, jobbtorg_staff
from referrals.access import (
    is_sender,
    list_name,
    may_correct,
    may_correct_arrival,
    may_record_decision,
    name_shown,
    parties,
    receivers,
)
from referrals.choices import DecisionStatus, ReferralStatus
from referrals.forms.correcting import ArrivalForm, CorrectForm, DecisionForm
from referrals.models import Referral, WalkIn
from referrals.operations.stated.arrival import NOT_YOURS, correct_came_on, correct_received_on
from referrals.operations.stated.correcting import correct_referral, correct_walk_in
from referrals.operations.stated.decisions import COMPLETE_INSTEAD, record_decision, record_decision_of_visit
from referrals.shown import shown_for_change, shown_referral, shown_walk_in
from referrals.views.reading import open_referral, too_late

DAY_CORRECTED = "Dagen är rättad, och fristen räknas från den. Den förra dagen finns kvar i historiken."
CORRECTED = "Uppgifterna är rättade. Det som stod förut finns kvar i historiken."


def _decided(form: DecisionForm) -> str:
    day = weekday_date(form.cleaned_data["decided_on"])
    return f"Beslutet är registrerat. Fristen räknas igen från {day}."


def _decision(form: DecisionForm) -> dict[str, Any]:
    return {
        "decision": DecisionStatus(form.cleaned_data["decision"]),
        "decided_on": form.cleaned_data["decided_on"],
    }


@access(parties)
@get_or_post
def correct(request: StaffRequest, pk: int) -> HttpResponse:
    """What the referral says, to be put right by whoever may."""
    referral = open_referral(request, pk)
    by_sender = is_sender(request.user)
    writes_name = by_sender and not referral.person.is_protected
    now = shown_for_change(referral, with_name=writes_name)
    form = CorrectForm(_typed(request), stated=referral, by_sender=by_sender, now=now)
    if not may_correct(request.user, referral):
        if by_sender:
            return too_late(request, referral, form)
        messages.error(request, "Uppgifterna kan inte rättas härifrån. Ingenting är sparat.")
        return redirect("referral_detail", pk=pk)

    def act() -> str:
        correct_referral(
            actor=request.user,
            referral=referral,
            seen_referral=form.seen,
            motives=form.motives(),
            contact=form.contact(),
            **form.facts(),
        )
        return CORRECTED

    if _is_done(request, form, act):
        return redirect("referral_detail", pk=pk)
    context = {**_of_referral(request, referral), "writes_name": writes_name}
    return _page(request, "referrals/correct.html", form, **context)


@access(parties)
@get_or_post
def decision(request: StaffRequest, pk: int) -> HttpResponse:
    """*Beslutet är fattat*, by the sender or at the jobbtorg."""
    referral = open_referral(request, pk)
    if request.method != "POST" and referral.status == ReferralStatus.INCOMPLETE:
        messages.error(request, COMPLETE_INSTEAD)
        return redirect("referral_detail", pk=pk)
    if request.method != "POST" and not (may_record_decision(request.user, referral) and referral.waits_for_decision):
        messages.error(request, "Ingen väntar på ett beslut.")
        return redirect("referral_detail", pk=pk)
    form = DecisionForm(_typed(request), initial=_today(), now=shown_referral(referral))

    def act() -> str:
        record_decision(actor=request.user, referral=referral, seen_referral=form.seen, **_decision(form))
        return _decided(form)

    if _is_done(request, form, act):
        return redirect(_back(request, referral))
    return _page(request, "referrals/decision.html", form, **_of_referral(request, referral))


@access(jobbtorg_staff)
@get_or_post
def correct_visit(request: StaffRequest, pk: int) -> HttpResponse:
    """What somebody who came without a referral stated, to be put right."""
    enrolment = open_case(request, pk)
    walk_in = _visit(enrolment)
    if walk_in is None:
        return _no_visit(request, enrolment)
    form = CorrectForm(_typed(request), stated=walk_in, now=shown_walk_in(walk_in))

    def act() -> str:
        now = correct_walk_in(actor=request.user, enrolment=enrolment, seen_walk_in=form.seen, **form.facts())
        return _corrected(walk_in, now)

    if _is_done(request, form, act):
        return redirect("case_referral", pk=pk)
    return _page(request, "referrals/correct_visit.html", form, enrolment=enrolment)


@access(jobbtorg_staff)
@get_or_post
def decision_of_visit(request: StaffRequest, pk: int) -> HttpResponse:
    """*Beslutet är fattat*, for somebody who came without a referral."""
    enrolment = open_case(request, pk)
    walk_in = _visit(enrolment)
    if walk_in is None:
        return _no_visit(request, enrolment)
    if request.method != "POST" and not walk_in.waits_for_decision:
        messages.error(request, "Ingen väntar på ett beslut.")
        return redirect("case_referral", pk=pk)
    form = DecisionForm(_typed(request), initial=_today(), now=shown_walk_in(walk_in))

    def act() -> str:
        record_decision_of_visit(actor=request.user, enrolment=enrolment, seen_walk_in=form.seen, **_decision(form))
        return _decided(form)

    if _is_done(request, form, act):
        return redirect("case_referral", pk=pk)
    return _page(request, "referrals/decision_of_visit.html", form, enrolment=enrolment)


@access(receivers)
@get_or_post
def arrival(request: StaffRequest, pk: int) -> HttpResponse:
    """*Rätta dagen* of a referral on paper or by telephone."""
    referral = open_referral(request, pk)
    if request.method != "POST" and not may_correct_arrival(request.user, referral):
        messages.error(request, NOT_YOURS)
        return redirect("referral_detail", pk=pk)
    form = ArrivalForm(
        _typed(request), initial={"day": referral.received_on}, now=shown_referral(referral), is_told=True
    )

    def act() -> str:
        day, reason = form.cleaned_data["day"], form.cleaned_data["reason"]
        correct_received_on(
            actor=request.user, referral=referral, seen_referral=form.seen, received_on=day, reason=reason
        )
        return DAY_CORRECTED

    if _is_done(request, form, act):
        return redirect("referral_detail", pk=pk)
    context = {
        "referral": referral,
        "name": name_shown(request.user, referral),
        "back_url": reverse("referral_detail", args=[pk]),
        **_enrolled(request, referral.enrolment),
    }
    return render_form(request, "referrals/arrival.html", form, **context)


@access(jobbtorg_staff)
@get_or_post
def arrival_of_visit(request: StaffRequest, pk: int) -> HttpResponse:
    """*Rätta dagen* of a visit without a referral."""
    enrolment = open_case(request, pk)
    walk_in = _visit(enrolment)
    if walk_in is None:
        return _no_visit(request, enrolment)
    form = ArrivalForm(_typed(request), initial={"day": walk_in.came_on}, now=shown_walk_in(walk_in))

    def act() -> str:
        day, reason = form.cleaned_data["day"], form.cleaned_data["reason"]
        correct_came_on(actor=request.user, enrolment=enrolment, seen_walk_in=form.seen, came_on=day, reason=reason)
        return DAY_CORRECTED

    if _is_done(request, form, act):
        return redirect("case_referral", pk=pk)
    return render_form(
        request, "referrals/arrival_of_visit.html", form, enrolment=enrolment, **_enrolled(request, enrolment)
    )


def _enrolled(request: StaffRequest, enrolment: Enrolment | None) -> dict[str, Any]:
    """The day that the other one cannot lie after, and where that is put right."""
    if enrolment is None:
        return {}
    address = f"{reverse('enrolment_day', args=[enrolment.pk])}?{leads_back_to(request.path)}"
    return {"enrolled_on": enrolment.enrolled_on, "enrolment_day_url": address}


def _is_done(request: StaffRequest, form: CorrectForm | DecisionForm | ArrivalForm, act: Callable[[], str]) -> bool:
    """Whether a valid form was carried out, which is told in the words that `act` gives; a refusal stands in it."""
    if not form.is_valid():
        return False
    try:
        said = act()
    except OperationRefused as refusal:
        if isinstance(form, CorrectForm):
            form.ask_why(refusal)
        show_refusal(form, refusal)
        return False
    messages.success(request, said)
    return True


def _corrected(before: WalkIn, now: WalkIn) -> str:
    """That it is done, and which target group follows from it, where that is another."""
    if before.target_group == now.target_group:
        return CORRECTED
    return f"{CORRECTED} Målgrupp nu: {now.target_group or 'ingen särskild'}."


def _typed(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _today() -> dict[str, Any]:
    return {"decided_on": timezone.localdate()}


def _visit(enrolment: Enrolment) -> WalkIn | None:
    found: WalkIn | None = WalkIn.objects.select_related("enrolment__target_group").filter(enrolment=enrolment).first()
    return found


def _no_visit(request: StaffRequest, enrolment: Enrolment) -> HttpResponse:
    messages.error(request, "Ärendet har inga uppgifter från ett besök utan remiss.")
    return redirect("case_referral", pk=enrolment.pk)


def _back(request: StaffRequest, referral: Referral) -> str:
    return way_back(request, reverse("referral_detail", args=[referral.pk]))


def _of_referral(request: StaffRequest, referral: Referral) -> dict[str, Any]:
    return {
        "referral": referral,
        "person": referral.person,
        "name": name_shown(request.user, referral),
        "list_name": list_name(request.user),
        "back_url": _back(request, referral),
    }


def _page(request: StaffRequest, template: str, form: SeenForm, **context: Any) -> HttpResponse:
    return render_form(request, template, form, **context)
