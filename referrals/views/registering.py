"""Registering what reached the jobbtorg on paper, by telephone, or by a visit."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from aspirants.finding import find_person
from aspirants.models import Enrolment
from core.forms import get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from core.swedish.dates import short_day
from organisation.access.rules import StaffRequest, access
from organisation.models import IncomeSupportUnit, User
from referrals.access import receivers
from referrals.facts.before_sending import ALREADY_REFERRED, HAS_A_CASE
from referrals.forms.parts import subject_of
from referrals.forms.registering import RegisterForm
from referrals.likeness import Alike, alike_to
from referrals.models import Referral
from referrals.operations import register_paper_referral, register_walk_in
from referrals.views.looking_up import look_up

IN_THE_WAY = (HAS_A_CASE, ALREADY_REFERRED)


@access(receivers)
@get_or_post
def register(request: StaffRequest) -> HttpResponse:
    """One page for both. Its id is in the page, so that a double click registers once."""
    submission_id = uuid.uuid4()
    form, already = RegisterForm(user=request.user), None
    if request.method == "POST":
        try:
            submission_id = uuid.UUID(request.POST.get("submission_id", ""))
        except ValueError:
            raise Http404 from None
        form = RegisterForm(request.POST, user=request.user)
        if form.is_valid():
            look_up(request, form.cleaned_data["number"])
            alike, unit = _alike(request, form), _unit_to_ask_about(request, form)
            asks = (alike and "anyway" not in request.POST) or unit
            if asks and not _is_registered(request, submission_id):
                return _ask(request, form, submission_id, alike, unit)
            try:
                return _registered(request, form, submission_id)
            except OperationRefused as refusal:
                already = _already_here(request, form) if refusal.message in IN_THE_WAY else None
                show_refusal(form, OperationRefused(already.sentence) if already else refusal)
    context = {"submission_id": submission_id, "alike": [], "already": already}
    return render_form(request, "referrals/register.html", form, **context)


@dataclass(frozen=True)
class AlreadyHere:
    """What stands in the way and may be opened: a sentence, and a link with its words."""

    sentence: str
    url: str
    label: str


def _already_here(request: StaffRequest, form: RegisterForm) -> AlreadyHere | None:
    """The person's open case or referral, where the user may open it; None where it is closed to the user."""
    identity = form.cleaned_data["number"]
    known = find_person(identity) if identity else None
    if known is None:
        return None
    case = Enrolment.objects.visible_to(request.user).open().filter(person=known).first()
    if case is not None:
        address = reverse("case", args=[case.pk])
        return AlreadyHere("Personen har redan ett öppet ärende hos er.", address, f"Öppna ärende {case.case_no}")
    referral = Referral.objects.visible_to(request.user).waiting().filter(person=known).first()
    if referral is None:
        return None
    address = reverse("referral_detail", args=[referral.pk])
    sentence = "Det finns redan en öppen remiss för personen hos er. Följ den i stället för att registrera en ny."
    return AlreadyHere(sentence, address, f"Öppna remiss {referral.number}")


def _ask(
    request: StaffRequest,
    form: RegisterForm,
    submission_id: uuid.UUID,
    alike: list[Alike],
    unit: IncomeSupportUnit | None,
) -> HttpResponse:
    """The page again before anything is registered: who may be the same, and the unit that the person had."""
    if unit is not None:
        typed = request.POST.copy()
        typed["unit"] = str(unit.pk)
        form = RegisterForm(typed, user=request.user)
        form.is_valid()
    context = {"submission_id": submission_id, "alike": alike, "proposed_unit": unit, "already": None}
    return render_form(request, "referrals/register.html", form, **context)


def _unit_to_ask_about(request: StaffRequest, form: RegisterForm) -> IncomeSupportUnit | None:
    """The unit that somebody who comes without a referral had here before; asked about once, where none was chosen."""
    identity = form.cleaned_data["number"]
    if form.is_paper or form.cleaned_data["unit"] or identity is None or "unit_asked" in request.POST:
        return None
    known = find_person(identity)
    if known is None:
        return None
    cases = Enrolment.objects.visible_to(request.user).filter(person=known, income_support_unit__isnull=False)
    latest = cases.select_related("income_support_unit").order_by("-enrolled_on", "-pk").first()
    unit = latest.income_support_unit if latest else None
    return unit if unit is not None and unit.is_valid_on(timezone.localdate()) else None


def _is_registered(request: StaffRequest, submission_id: uuid.UUID) -> bool:
    """Whether the form has been sent before: then what it registered is no other record that is alike."""
    registered = (Enrolment.objects.visible_to(request.user), Referral.objects.visible_to(request.user))
    return any(rows.filter(submission_id=submission_id).exists() for rows in registered)


def _alike(request: StaffRequest, form: RegisterForm) -> list[Alike]:
    """Records here, or cases elsewhere, that may be about the one who is being registered; not the number's own."""
    subject = subject_of(form)
    known = find_person(subject.identity) if subject.identity else None
    born = subject.identity.birth_date if subject.identity else subject.birth_date
    year = getattr(subject.identity or subject, "birth_year", None)
    key = known.pk if known else None
    return alike_to(request.user, subject.first_name, subject.last_name, born, year, but_not=key)


def _registered(request: StaffRequest, form: RegisterForm, submission_id: uuid.UUID) -> HttpResponse:
    """Register and go to what has come about; to the list, where its person may not be opened."""
    user, subject, day = request.user, subject_of(form), form.cleaned_data["received_on"]
    if not form.is_paper:
        enrolment = register_walk_in(
            actor=user,
            subject=subject,
            came_on=day,
            submission_id=submission_id,
            enrolled_on=form.cleaned_data["enrolled_on"],
            coach=form.cleaned_data["coach"],
            **form.visit_facts(),
        )
        messages.success(request, f"Ärende {enrolment.case_no} är öppnat. {_what_is_next(user, enrolment)}")
        return redirect("case", pk=enrolment.pk)
    referral = register_paper_referral(
        actor=user,
        subject=subject,
        unit=form.cleaned_data["unit"],
        received_on=day,
        submission_id=submission_id,
        **form.facts(),
    )
    came_in = short_day(day, timezone.localdate())
    messages.success(request, f"Remiss {referral.number} är registrerad. Den kom in {came_in}.")
    if Referral.objects.visible_to(user).filter(pk=referral.pk).exists():
        return redirect("referral_detail", pk=referral.pk)
    return redirect("referral_inbox")


def _what_is_next(user: User, enrolment: Enrolment) -> str:
    """Who has the case, and what is done now, in one or two sentences."""
    if enrolment.coach is None:
        return "Ärendet väntar på att få en coach: välj en här i ärendet när det ska fördelas."
    if enrolment.coach == user:
        return "Du är coach. Nästa steg: boka ett möte, eller logga det möte som ni redan har haft."
    return f"{enrolment.coach} är coach och har fått en notis."
