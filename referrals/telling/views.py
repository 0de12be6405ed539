"""The case's tab *Stadsdelen*: the referral, what was told in both directions, the consents; and telling more."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from aspirants.access import open_case, read_case
from aspirants.forms.grounds import offer_grounds
from aspirants.models import Consent, Disclosure, Enrolment
from aspirants.operations.consents import give_consent, withdraw_consent
from aspirants.shown import shown_consent, shown_parties
from core.forms import get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from core.swedish.dates import long_date
from core.way_back import leads_back_to, way_back
from organisation.access.rules import StaffRequest, access, jobbtorg_staff
from referrals.attachments import listing
from referrals.models import Referral
from referrals.questions.reading import threads_about
from referrals.telling.consents import consent_rows
from referrals.telling.forms import ConsentGivenForm, ConsentWithdrawnForm, TellForm
from referrals.telling.lanes import lanes_for_jobbtorg, standing_tasks
from referrals.telling.matters import (
    ATTENDANCE,
    content_of,
    follow_ups_held,
    matters_of,
    rows_to_tell,
    shown_matter,
    told_before,
)
from referrals.telling.operations import tell_unit
from referrals.telling.stated import stated_facts, visit_of
from referrals.telling.told import shown_told


@access(jobbtorg_staff)
@require_safe
def case_referral(request: StaffRequest, pk: int) -> HttpResponse:
    """What the referral said, what each side has told the other, and what has been agreed to."""
    enrolment = read_case(request, pk)
    referral = (
        Referral.objects.filter(enrolment=enrolment)
        .select_related("person", "sent_by", "unit__district", "jobbtorg", "target_group", "clock", "enrolment")
        .first()
    )
    visit = None if referral else visit_of(enrolment)
    today = timezone.localdate()
    held = follow_ups_held(enrolment)
    works_here = enrolment.read_through is None
    unit = enrolment.income_support_unit
    # Another jobbtorg, which reads the case with a reason, reads neither what was told nor consents.
    told = shown_told(Disclosure.objects.of_case(enrolment)) if works_here else []
    agreed = Consent.objects.filter(enrolment=enrolment).select_related("taken_by", "unit", "withdrawn_by")
    consents = list(agreed.order_by("pk")) if works_here else []
    context: dict[str, Any] = {
        "enrolment": enrolment,
        "referral": referral,
        "visit": visit,
        **stated_facts(request, enrolment, referral or visit),
        "told": told,
        "lanes": lanes_for_jobbtorg(enrolment, referral or visit, told, held, consents),
        "tasks": standing_tasks(str(enrolment.jobbtorg), str(unit or "")),
        "works_here": works_here,
        # The files themselves are for the jobbtorg that works in the case.
        "attachments": listing.of_referral(request.user, referral, opens=works_here) if referral else [],
        "may_tell": works_here and unit is not None,
    }
    if works_here:
        context["enrolment_day_url"] = f"{reverse('enrolment_day', args=[pk])}?{leads_back_to(request.path)}"
        context["threads"] = threads_about(request.user, enrolment=pk)
        context["ask_url"] = reverse("question_of_case", args=[pk]) if unit is not None else ""
        context["consents"] = consent_rows(consents, today)
        context["matters"] = matters_of(enrolment, told, held, today) if unit is not None else []
    return render(request, "referrals/telling/case_referral.html", context)


@access(jobbtorg_staff)
@get_or_post
def case_tell(request: StaffRequest, pk: int) -> HttpResponse:
    """Tell the unit one thing that is registered: `vad` names it, a month's attendance where it does not."""
    enrolment = open_case(request, pk, also_closed=True)
    if _has_nobody_to_tell(request, enrolment):
        messages.error(request, "Ärendet har ingen försörjningsstödsenhet att lämna uppgifter till.")
        return redirect("case_referral", pk=pk)
    today = timezone.localdate()
    matter = request.GET.get("vad", "") or f"{ATTENDANCE}-{today:%Y-%m}"
    try:
        content, rows = content_of(matter), rows_to_tell(enrolment, matter, today)
    except OperationRefused as refusal:
        raise Http404 from refusal
    before, back = told_before(enrolment, matter), way_back(request, reverse("case_referral", args=[pk]))
    form = TellForm(request.POST or None, content=content, now=shown_matter(enrolment, matter, rows, before))
    offer_grounds(form, enrolment, content)
    if form.is_valid():
        try:
            told = tell_unit(
                actor=request.user, enrolment=enrolment, matter=matter, seen_matter=form.seen, **form.cleaned_data
            )
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"{content.label} är lämnat till {told.recipient}.")
            return redirect(back)
    context = {"enrolment": enrolment, "rows": rows, "content": content, "before": before, "back": back}
    return render_form(request, "referrals/telling/tell.html", form, **context)


@access(jobbtorg_staff)
@get_or_post
def consent_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Register that the aspirant agrees."""
    enrolment = open_case(request, pk)
    if _has_nobody_to_tell(request, enrolment):
        messages.error(request, "Ärendet har ingen försörjningsstödsenhet som ett samtycke kan gälla.")
        return redirect("case_referral", pk=pk)
    form = ConsentGivenForm(request.POST or None, now=shown_parties(enrolment))
    if form.is_valid():
        try:
            consent = give_consent(actor=request.user, enrolment=enrolment, seen_parties=form.seen, **form.cleaned_data)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"Samtycket är registrerat: {consent.get_purpose_display().lower()}.")
            return redirect("case_referral", pk=pk)
    return render_form(request, "referrals/telling/consent_new.html", form, enrolment=enrolment)


@access(jobbtorg_staff)
@get_or_post
def consent_withdraw(request: StaffRequest, pk: int, number: int) -> HttpResponse:
    """Register that the aspirant takes a consent back."""
    enrolment = open_case(request, pk, also_closed=True)
    consent = _consent_in(request, enrolment, number)
    form = ConsentWithdrawnForm(request.POST or None, now=shown_consent(consent))
    if form.is_valid():
        try:
            withdraw_consent(actor=request.user, consent=consent, seen_consent=form.seen, **form.cleaned_data)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, "Samtycket är återkallat. Det som redan är lämnat står kvar.")
            return redirect("case_referral", pk=pk)
    given = f"{consent.get_purpose_display()}, lämnat {long_date(consent.given_on)}"
    return render_form(request, "referrals/telling/consent_withdraw.html", form, enrolment=enrolment, given=given)


def _has_nobody_to_tell(request: StaffRequest, enrolment: Enrolment) -> bool:
    """Whether a page is fetched for a case without a unit. What was sent in is answered by the operation, and kept."""
    return enrolment.income_support_unit is None and request.method in ("GET", "HEAD")


def _consent_in(request: StaffRequest, enrolment: Enrolment, number: int) -> Consent:
    """The consent with a number: the first that was registered in the case has 1."""
    consents = Consent.objects.visible_to(request.user).filter(enrolment=enrolment).order_by("pk")
    found = list(consents.select_related("person", "jobbtorg", "unit")[:number])
    if not 0 < number == len(found):
        raise Http404
    return found[-1]
