"""Setting, changing and lifting the protection of a person with a case."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from aspirants.access import open_case
from aspirants.forms.reasons import ProtectionForm
from aspirants.models import Person
from aspirants.shown import shown_protection
from casework.operations import change_protection
from core.forms import get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from organisation.access.rules import StaffRequest, access, jobbtorg_staff


@access(jobbtorg_staff)
@get_or_post
def case_protection(request: StaffRequest, pk: int) -> HttpResponse:
    """The protection of the person whose case it is."""
    enrolment = open_case(request, pk, also_closed=True)
    form = protection_form(request, enrolment.person)
    if changed(request, form, enrolment.person):
        if enrolment.person.is_protected and not request.user.protected_access:
            return redirect("aspirant_list")
        return redirect("case", pk=enrolment.pk)
    return render_form(
        request, "casework/protection.html", form, enrolment=enrolment, heading="Skydd", submit_label="Spara"
    )


def protection_form(request: StaffRequest, person: Person) -> ProtectionForm:
    """The form, with the protection that its page shows."""
    return ProtectionForm(request.POST or None, person=person, actor=request.user, now=shown_protection(person))


def changed(request: StaffRequest, form: ProtectionForm, person: Person) -> bool:
    """Carry out what the form says; whether it was done. A refusal stands in the form."""
    if not form.is_valid():
        return False
    try:
        change_protection(actor=request.user, person=person, seen_protection=form.seen, **form.as_operation())
    except OperationRefused as refusal:
        show_refusal(form, refusal)
        return False
    if person.is_protected:
        messages.success(request, "Skyddet gäller nu.")
    else:
        messages.success(request, "Skyddet är borttaget.")
    return True
