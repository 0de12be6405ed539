"""Changing the number of a person with a case (FC-03)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from aspirants.access import open_case
from aspirants.identity import display
from aspirants.models import Enrolment
from aspirants.operations import change_number
from aspirants.operations.numbers import NumberTakenError
from aspirants.shown import shown_number
from audit.lookups import led_to, require_lookups_within_limit
from audit.models import AccessKind
from audit.operations import log_access
from casework.persons.forms import NumberForm
from core.encryption import lookup_hash
from core.forms import get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from organisation.access.rules import StaffRequest, access, jobbtorg_staff


@access(jobbtorg_staff)
@get_or_post
def case_number(request: StaffRequest, pk: int) -> HttpResponse:
    """Another number for the person. Asking whether somebody has it is a search, limited and logged as one."""
    enrolment = open_case(request, pk, also_closed=True)
    form = NumberForm(request.POST or None, now=shown_number(enrolment.person))
    other: Enrolment | None = None
    if form.is_valid():
        place = require_lookups_within_limit(request.user)
        sought, found = lookup_hash(form.cleaned_data["number"].number), None
        try:
            change_number(actor=request.user, enrolment=enrolment, seen_number=form.seen, **form.as_operation())
        except NumberTakenError as taken:
            found = taken.other_id
            show_refusal(form, taken)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        led_to(request.user, place, found)
        log_access(request, AccessKind.SEARCH, person_id=found, sought=sought)
        # Asked whoever it is, so that an answer about somebody elsewhere takes no other work.
        cases = Enrolment.objects.visible_to(request.user).select_related("person")
        other = cases.filter(person=found or 0).order_by("-enrolled_on").first()
        if not form.errors and not form.changed:
            messages.success(request, "Numret är ändrat.")
            return redirect("case_person", pk=pk)
    return render_form(
        request,
        "casework/person/number.html",
        form,
        enrolment=enrolment,
        other=other,
        may_compare=other is not None and not (other.person.is_protected or enrolment.person.is_protected),
        has_earlier=enrolment.person.earlier_numbers.exists(),
        heading="Ändra numret",
    )


@access(jobbtorg_staff)
@require_POST
def case_earlier_numbers(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the numbers that the person had before, whole; by POST, logged as REVEAL."""
    enrolment = open_case(request, pk, AccessKind.REVEAL, also_closed=True)
    earlier = enrolment.person.earlier_numbers.select_related("changed_by")
    numbers = [(one, display(one.identity_no) if one.identity_no else "Saknades") for one in earlier]
    return render_form(
        request,
        "casework/person/number.html",
        NumberForm(now=shown_number(enrolment.person)),
        enrolment=enrolment,
        other=None,
        numbers=numbers,
        heading="Ändra numret",
    )
