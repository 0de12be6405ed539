"""A whole case as one document for paper. A protected person's is not printed."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from aspirants.access import open_case
from aspirants.events.reading import AT_ONCE, ahead_of, every_event
from audit.models import AccessKind
from organisation.access.rules import StaffRequest, access, jobbtorg_staff
from workbench.cases.case import overview

OF_THEIR_OWN = {"meeting": "Möten", "note": "Anteckningar"}
"""The kinds of events that have a part of the document to themselves."""


@access(jobbtorg_staff)
def case_print(request: StaffRequest, pk: int) -> HttpResponse:
    """Who the case is about, what is promised and planned, and everything that has happened; logged as a printing."""
    enrolment = open_case(request, pk, AccessKind.PRINT, also_closed=True)
    if enrolment.person.is_protected:
        raise Http404
    today = timezone.localdate()
    events = every_event(enrolment)
    parts = [(heading, [event for event in events if event.kind == kind]) for kind, heading in OF_THEIR_OWN.items()]
    found = overview(enrolment, today)
    return render(
        request,
        "workbench/cases/case_print.html",
        {
            "enrolment": enrolment,
            "today": today,
            "overview": found,
            "ahead": ahead_of(enrolment),
            "parts": [*parts, ("Övriga händelser", [event for event in events if event.kind not in OF_THEIR_OWN])],
            "is_cut": len(events) == AT_ONCE,
        },
    )
