"""*Rätta inskrivningsdagen*: the day on which a case began, where another one was registered."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from aspirants.access import open_case
from casework.enrolment_day.choosable import choosable_days, require_choosable
from casework.enrolment_day.forms import EnrolmentDayForm
from casework.enrolment_day.operations import correct_enrolled_on
from casework.enrolment_day.shown import arrival_of, shown_enrolment_day
from core.forms import get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from core.swedish.dates import weekday_date
from core.way_back import way_back
from organisation.access.rules import StaffRequest, access, jobbtorg_staff


@access(jobbtorg_staff)
@get_or_post
def enrolment_day(request: StaffRequest, pk: int) -> HttpResponse:
    """The day, to be put right with a reason; of a closed case too."""
    enrolment = open_case(request, pk, also_closed=True)
    back = way_back(request, reverse("case", args=[pk]))
    form = EnrolmentDayForm(
        request.POST or None,
        initial={"enrolled_on": enrolment.enrolled_on},
        now=shown_enrolment_day(enrolment),
        require_choosable=partial(require_choosable, actor=request.user, case=enrolment),
    )
    if form.is_valid():
        try:
            correct_enrolled_on(actor=request.user, enrolment=enrolment, seen_day=form.seen, **form.cleaned_data)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            day = weekday_date(form.cleaned_data["enrolled_on"])
            messages.success(request, f"Inskriven {day}. Den förra dagen finns kvar i historiken.")
            return redirect(back)
    arrival = arrival_of(request.user, enrolment)
    days = choosable_days(request.user, enrolment, arrival["arrived_on"])
    context = {"enrolment": enrolment, "back_url": back, "days": days, **arrival}
    return render_form(request, "casework/enrolment_day.html", form, **context)
