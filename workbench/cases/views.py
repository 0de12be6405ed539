"""The pages of one case. Opening any of them is logged; outside one's scope they do not exist."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from aspirants.access import open_case, read_case
from aspirants.corrections.told import corrections_of
from aspirants.events import note_text
from aspirants.events.reading import LONGEST_NUMBER, ahead_of
from aspirants.identity import display
from aspirants.models import CorrectedKind, Enrolment
from aspirants.people.provenance import provenance_of
from audit.models import AccessKind
from core.reading.places import PARAMETER, Place, rows_below
from meetings.case_events import meeting_title, topics_text
from meetings.choices import MeetingStatus
from meetings.models import BookingChange, Meeting
from organisation.access.permissions import Act, may
from organisation.access.rules import StaffRequest, access, jobbtorg_staff
from referrals.likeness import alike_to_person
from workbench.cases.case import overview
from workbench.cases.changes import NO_CHANGES, changes_in
from workbench.cases.facts import case_facts
from workbench.cases.readers import readers_of
from workbench.cases.timeline import timeline


@access(jobbtorg_staff)
def case(request: StaffRequest, pk: int) -> HttpResponse:
    """The overview: milestones, timeline, and beside it plan, deadlines and contacts."""
    return _show_case(request, read_case(request, pk))


def _show_case(request: StaffRequest, enrolment: Enrolment, **revealed: str) -> HttpResponse:
    today = timezone.localdate()
    marked = request.GET.get("handelse", "")
    shown = timeline(enrolment, request.GET.get("visa", ""), request.GET.get(PARAMETER, ""), marked)
    found = overview(enrolment, today)
    return render(
        request,
        "workbench/cases/case.html",
        {
            "enrolment": enrolment,
            "today": today,
            "overview": found,
            "provenance": provenance_of(enrolment),
            "news": found.has_news,
            "alike": [] if enrolment.read_through else alike_to_person(request.user, enrolment.person),
            "timeline": shown,
            "ahead": ahead_of(enrolment),
            "marked": marked,
            "identity_number": "",
            "contact_shown": not enrolment.person.is_protected,
            **revealed,
        },
    )


@access(jobbtorg_staff)
def case_reveal(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the identity number, or a protected person's contact details (`what=contact`), once; logged as REVEAL.

    By POST, so that neither a crawler nor a link can do it, and the number is in no URL. The page comes with the
    answer itself; a GET of the address, after signing in for instance, gives the case with nothing shown.
    """
    if request.method != "POST":
        return redirect("case", pk=pk)
    enrolment = open_case(request, pk, AccessKind.REVEAL)
    contact = request.POST.get("what") == "contact"
    number = display(enrolment.person.identity_no) if enrolment.person.identity_no and not contact else ""
    context: dict[str, Any] = {"identity_number": number, "contact_shown": contact}
    if request.htmx:
        fragment = "workbench/cases/_contact.html" if contact else "components/_identity_number.html"
        return render(request, fragment, {"enrolment": enrolment, "news": False, **context})
    return _show_case(request, enrolment, **context)


MEETINGS_A_PAGE = 50


@access(jobbtorg_staff)
def case_meetings(request: StaffRequest, pk: int) -> HttpResponse:
    """The meetings of the case, newest first, and what was written about them."""
    enrolment = read_case(request, pk)
    below = request.GET.get(PARAMETER, "")
    moves = BookingChange.objects.filter(to_starts_at__isnull=False)
    meetings = Meeting.objects.filter(enrolment=enrolment).select_related("coach")
    meetings = meetings.prefetch_related(Prefetch("booking_changes", queryset=moves, to_attr="moved"))
    corrections = corrections_of(enrolment, CorrectedKind.MEETING)
    found, older = rows_below(meetings, "starts_at", below, MEETINGS_A_PAGE)
    marked = request.GET.get("mote", "")
    if marked.isdecimal() and not below and all(str(one.pk) != marked for one in found):
        below = _place_above(meetings, marked)
        found, older = rows_below(meetings, "starts_at", below, MEETINGS_A_PAGE)
    rows = [
        (
            meeting,
            meeting_title(meeting.kind, meeting.status),
            topics_text(meeting.topics, enrolment),
            note_text(meeting.note, enrolment),
            corrections.get(meeting.pk, []),
        )
        for meeting in found
    ]
    return render(
        request,
        "workbench/cases/case_meetings.html",
        {
            "enrolment": enrolment,
            "rows": rows,
            "older": older,
            "below": below,
            "marked": marked,
            "now": timezone.now(),
            "during_interruption": _during_interruption(enrolment, found),
        },
    )


def _place_above(meetings: QuerySet[Meeting], number: str) -> str:
    """Where the page begins that has a meeting as its first; "" where there is no such meeting."""
    starts_at = meetings.filter(pk=int(number[:LONGEST_NUMBER])).values_list("starts_at", flat=True).first()
    return str(Place(starts_at, "", int(number) + 1)) if starts_at else ""


def _during_interruption(enrolment: Enrolment, meetings: Iterable[Meeting]) -> set[int]:
    """The keys of the booked meetings on days on which the case is interrupted."""
    booked = [one for one in meetings if one.status == MeetingStatus.BOOKED]
    away = enrolment.interruptions.all() if booked else []
    return {
        one.pk
        for one in booked
        for days in away
        if days.started_on <= timezone.localdate(one.starts_at)
        and (days.returned_on is None or timezone.localdate(one.starts_at) < days.returned_on)
    }


@access(jobbtorg_staff)
def case_history(request: StaffRequest, pk: int) -> HttpResponse:
    """Coaches, units, plan versions and every change over time; for a manager also who has opened the case."""
    enrolment = read_case(request, pk)
    sees_readers = may(request.user, Act.SEE_READERS) and enrolment.read_through is None
    facts = case_facts(enrolment)
    below = request.GET.get(PARAMETER, "")
    # Every word that was ever written stands there.
    changes = changes_in(enrolment, below) if enrolment.read_through is None else NO_CHANGES
    return render(
        request,
        "workbench/cases/case_history.html",
        {
            "enrolment": enrolment,
            "assignments": facts["assignments"],
            "stays": facts["stays"],
            "versions": [(version, version.answer) for version in facts["versions"]],
            "changes": changes.entries,
            "older": changes.older,
            "below": below,
            "sees_readers": sees_readers,
            "readers": readers_of(enrolment) if sees_readers else [],
        },
    )
