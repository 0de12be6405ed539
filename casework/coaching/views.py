"""Giving a case its coach."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from aspirants.access import open_case
from aspirants.corrections.undoing import say_undoable
from aspirants.forms.coaches import AssignCoachForm
from aspirants.models import Enrolment
from aspirants.shown import shown_coach
from casework.coaching.changing import booked_with_coach, change_coach, clashes_in_words
from core.forms import render_form, show_refusal
from core.refusals import OperationRefused
from organisation.access.rules import StaffRequest, access, jobbtorg_staff


@access(jobbtorg_staff)
def assign_coach_page(request: StaffRequest, pk: int) -> HttpResponse:
    """A manager chooses the coach; a coach may take a case that has none in service."""
    enrolment = open_case(request, pk)
    if request.method != "POST" and not enrolment.may_get_coach:
        messages.info(request, "Bara enhetschefen kan byta coach.")
        return redirect("case", pk=enrolment.pk)
    case = Enrolment.objects.filter(pk=enrolment.pk)
    form = AssignCoachForm(
        request.POST or None,
        enrolment=enrolment,
        bookings=booked_with_coach(case).count(),
        clashes=partial(clashes_in_words, case),
        now=shown_coach(enrolment),
    )
    if form.is_valid():
        try:
            assignment, rebooked = change_coach(
                actor=request.user, enrolment=enrolment, seen_coach=form.seen, **form.cleaned_data
            )
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            text = f"{form.cleaned_data['coach']} är nu coach i ärendet. {rebooked.sentence}".rstrip()
            if rebooked.moved:
                # Taking back the assignment alone would leave the meetings with somebody else than the case.
                messages.success(request, text)
            else:
                say_undoable(request, text, enrolment, assignment)
            return redirect("case", pk=enrolment.pk)
    heading = "Byt coach" if enrolment.coach_id else "Tilldela coach"
    return render_form(
        request, "aspirants/case_form.html", form, enrolment=enrolment, heading=heading, submit_label="Tilldela"
    )
