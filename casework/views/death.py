"""Registering that a person has died, from a case or a referral, and taking a mistake back (FC-05)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from aspirants.access import open_case
from aspirants.forms.grounds import offer_grounds
from aspirants.models import DisclosureContent, Enrolment
from aspirants.shown import shown_life
from casework.operations import end_referral_of_dead, register_death, take_back_death
from casework.persons.forms import DeathForm, ReferredDeathForm, TakeBackForm
from core.forms import get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from core.swedish.dates import short_moment
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from organisation.access.permissions import Act
from organisation.access.rules import StaffRequest, access, allowed_to, jobbtorg_staff
from referrals.access import receivers
from referrals.shown import shown_referral
from referrals.views.reading import open_referral


@access(jobbtorg_staff)
@get_or_post
def case_death(request: StaffRequest, pk: int) -> HttpResponse:
    """Register the death of the person whose case it is."""
    enrolment = open_case(request, pk, also_closed=True)
    asks = enrolment.is_open and enrolment.income_support_unit_id is not None
    form = DeathForm(request.POST or None, asks_for_basis=asks, now=shown_life(enrolment))
    offer_grounds(form, enrolment, DisclosureContent.CLOSURE)
    if form.is_valid():
        try:
            register_death(actor=request.user, enrolment=enrolment, seen_life=form.seen, **form.as_operation())
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"Dödsfallet är registrerat. Ärendet är avslutat. {_bookings_left(enrolment)}")
            return redirect("case", pk=pk)
    return render_form(request, "casework/person/death.html", form, enrolment=enrolment, heading="Registrera dödsfall")


def _bookings_left(enrolment: Enrolment) -> str:
    """What became of the bookings: those to come are cancelled, those whose time has come are still to be logged."""
    past = Meeting.objects.filter(enrolment=enrolment, status=MeetingStatus.BOOKED).order_by("starts_at")
    at_times = [timezone.localtime(meeting.starts_at) for meeting in past]
    times = [short_moment(at, timezone.localdate()) for at in at_times]
    if not times:
        return "Kommande bokningar är inställda."
    which = f"Mötet {times[0]}" if len(times) == 1 else f"{len(times)} möten"
    return f"Kommande bokningar är inställda. {which} har passerat utan att loggas och står kvar som bokat."


@access(allowed_to(Act.TAKE_BACK_DEATH))
@get_or_post
def case_death_take_back(request: StaffRequest, pk: int) -> HttpResponse:
    """A manager takes back a death that was registered by mistake."""
    enrolment = open_case(request, pk, also_closed=True)
    form = TakeBackForm(request.POST or None, now=shown_life(enrolment))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            take_back_death(actor=request.user, enrolment=enrolment, seen_life=form.seen, reason=reason)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            is_open = Enrolment.objects.open().filter(person=enrolment.person_id).exists()
            tail = "Ärendet är öppet igen." if is_open else "Ärendet är fortfarande avslutat."
            messages.success(request, f"Uppgiften om dödsfall är borttagen. {tail}")
            return redirect("case", pk=pk)
    return render_form(
        request, "casework/person/take_back.html", form, enrolment=enrolment, heading="Ta tillbaka dödsfallet"
    )


@access(receivers)
@get_or_post
def referral_death(request: StaffRequest, pk: int) -> HttpResponse:
    """End a referral whose person has died, and register the death where that is not done."""
    referral = open_referral(request, pk)
    is_registered = referral.person.deceased_on is not None
    form = ReferredDeathForm(request.POST or None, is_registered=is_registered, now=shown_referral(referral))
    if form.is_valid():
        try:
            end_referral_of_dead(
                actor=request.user,
                referral=referral,
                seen_referral=form.seen,
                deceased_on=form.cleaned_data.get("deceased_on"),
            )
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, "Remissen är avslutad. Den som skickade den får veta att den inte är aktuell.")
            return redirect("referral_detail", pk=pk)
    return render_form(request, "casework/person/referral_death.html", form, referral=referral, person=referral.person)
