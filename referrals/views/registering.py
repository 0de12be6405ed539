"""Registering what reached the jobbtorg on paper, by telephone, or by a visit."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from aspirants.finding import find_person
from aspirants.models import Enrolment
from core.forms import get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from core.swedish.dates import short_day
from organisation.access.rules import StaffRequest, access
from organisation.models import IncomeSupportUnit
from referrals.access import receivers
from referrals.forms.parts import subject_of
from referrals.forms.registering import RegisterForm
from referrals.likeness import Alike, alike_to
from referrals.models import Referral
from referrals.operations import register_paper_referral, register_walk_in
from referrals.views.looking_up import look_up


@access(receivers)
@get_or_post
def register(request: StaffRequest) -> HttpResponse:
    """One page for both. Its id is in the page, so that a double click registers once."""
    submission_id = uuid.uuid4()
    form = RegisterForm()
    if request.method == "POST":
        try:
            submission_id = uuid.UUID(request.POST.get("submission_id", ""))
        except ValueError:
            raise Http404 from None
        form = RegisterForm(request.POST)
        if form.is_valid():
            look_up(request, form.cleaned_data["number"])
            alike, unit = _alike(request, form), _unit_to_ask_about(request, form)
            asks = (alike and "anyway" not in request.POST) or unit
            if asks and not _is_registered(request, submission_id):
                return _ask(request, form, submission_id, alike, unit)
            try:
                return _registered(request, form, submission_id)
            except OperationRefused as refusal:
                show_refusal(form, refusal)
    return render_form(request, "referrals/register.html", form, submission_id=submission_id, alike=[])


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
        form = RegisterForm(typed)
        form.is_valid()
    context = {"submission_id": submission_id, "alike": alike, "proposed_unit": unit}
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
            **form.visit_facts(),
        )
        messages.success(request, f"Ärende {enrolment.case_no} är öppnat. Ärendet väntar på att få en coach.")
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
