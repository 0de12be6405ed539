"""The weekly group information: the sessions of a jobbtorg, who is invited, and changing one with all of them."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from audit.models import AccessKind
from audit.operations import log_access
from core.forms import render_form, show_refusal
from core.refusals import OperationRefused
from core.swedish.dates import short_moment
from meetings.models import GroupInformationBooking, GroupInformationSession
from meetings.operations import call_off_session, change_session, move_session, plan_group_information
from meetings.planning.places import waiting_for_a_new_place, with_counts
from meetings.planning.session_forms import (
    CallOffSessionForm,
    ChangeSessionForm,
    MoveSessionForm,
    NewSessionForm,
    places,
)
from meetings.shown import shown_session
from meetings.transitions import SESSION_EDGES, SessionAct, state_of_session
from meetings.views.warned import answer_of
from organisation.access.rules import StaffRequest, access, jobbtorg_staff


@access(jobbtorg_staff)
def group_information_list(request: StaffRequest) -> HttpResponse:
    """Coming sessions of the jobbtorg, and the last two weeks'."""
    recent = timezone.now() - datetime.timedelta(days=14)
    sessions = with_counts(_own_sessions(request).filter(starts_at__gte=recent)).select_related("moved_to")
    sessions = sessions.order_by("starts_at")  # a model's own order does not survive counting
    return render(request, "meetings/group_information_list.html", {"sessions": sessions, "now": timezone.now()})


@access(jobbtorg_staff)
def group_information_new(request: StaffRequest) -> HttpResponse:
    """Plan a session; what speaks against the time is shown first."""
    form = NewSessionForm(request.POST or None)
    if form.is_valid():
        planned = answer_of(
            form, lambda: plan_group_information(actor=request.user, **form.as_operation()), starts_at="day"
        )
        if planned is not None:
            messages.success(request, "Gruppinformationen är inlagd.")
            return redirect("group_information_list")
    return render_form(request, "meetings/group_information_new.html", form)


@access(jobbtorg_staff)
def group_information_session(request: StaffRequest, pk: int) -> HttpResponse:
    """One session: who is invited, what may be done with it, and of one called off who waits for a new time."""
    session = _session(request, pk)
    log_access(request, AccessKind.READ, subject=_title(session))
    invited = GroupInformationBooking.objects.visible_to(request.user).filter(session=session)
    waiting = set(waiting_for_a_new_place(invited).values_list("pk", flat=True))
    state = state_of_session(session)
    return render(
        request,
        "meetings/group_information_session.html",
        {
            "session": session,
            "moved_from": GroupInformationSession.objects.filter(moved_to=session).first(),
            "invited": [
                (place, place.pk in waiting)
                for place in invited.select_related("enrolment__person").order_by("enrolment__person__sort_key", "pk")
            ],
            "taken": places(session.invited, session.capacity),  # type: ignore[attr-defined]
            "may_move": (state, SessionAct.MOVE) in SESSION_EDGES,
            "may_change": (state, SessionAct.CHANGE) in SESSION_EDGES,
            "may_call_off": (state, SessionAct.CALL_OFF) in SESSION_EDGES,
        },
    )


@access(jobbtorg_staff)
def session_change(request: StaffRequest, pk: int) -> HttpResponse:
    """Another place, or more or fewer places."""
    session = _session(request, pk)
    initial = {"place": session.place, "capacity": session.capacity}
    form = ChangeSessionForm(request.POST or None, now=shown_session(session), initial=initial)
    if form.is_valid():
        try:
            change_session(actor=request.user, session=session, seen_session=form.seen, **form.cleaned_data)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, "Tillfället är ändrat.")
            return redirect("group_information_session", pk=session.pk)
    return _form_page(request, form, session, heading="Ändra plats", submit_label="Spara")


@access(jobbtorg_staff)
def session_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Another time for all who are invited."""
    session = _session(request, pk)
    begins = timezone.localtime(session.starts_at)
    initial = {"day": begins.date(), "time": begins.time()}
    form = MoveSessionForm(request.POST or None, now=shown_session(session), initial=initial)
    if form.is_valid():
        moved = answer_of(
            form,
            lambda: move_session(actor=request.user, session=session, seen_session=form.seen, **form.as_operation()),
            starts_at="day",
            reason="why",
        )
        if moved is not None:
            messages.success(request, f"{_title(session)} är flyttad till {_when(moved)} med alla kallade.")
            return redirect("group_information_session", pk=moved.pk)
    return _form_page(request, form, session, heading="Flytta gruppinformation", submit_label="Flytta")


@access(jobbtorg_staff)
def session_call_off(request: StaffRequest, pk: int) -> HttpResponse:
    """Call the session off, with all who are invited."""
    session = _session(request, pk)
    form = CallOffSessionForm(request.POST or None, now=shown_session(session))
    if form.is_valid():
        try:
            call_off_session(actor=request.user, session=session, seen_session=form.seen, **form.as_operation())
        except OperationRefused as refusal:
            show_refusal(form, refusal, reason="why")
        else:
            messages.success(request, f"{_title(session)} är inställd.")
            return redirect("group_information_session", pk=session.pk)
    return _form_page(request, form, session, heading="Ställ in gruppinformation", submit_label="Ställ in")


def _own_sessions(request: StaffRequest) -> QuerySet[GroupInformationSession]:
    return GroupInformationSession.objects.filter(jobbtorg=request.user.jobbtorg_id)


def _session(request: StaffRequest, pk: int) -> GroupInformationSession:
    """A session of the user's jobbtorg; 404 for any other."""
    found: GroupInformationSession = get_object_or_404(
        with_counts(_own_sessions(request)).select_related("moved_to", "called_off_by"), pk=pk
    )
    return found


def _form_page(
    request: StaffRequest,
    form: ChangeSessionForm | MoveSessionForm | CallOffSessionForm,
    session: GroupInformationSession,
    *,
    heading: str,
    submit_label: str,
) -> HttpResponse:
    return render_form(
        request,
        "meetings/session_form.html",
        form,
        session=session,
        taken=places(session.invited, session.capacity),  # type: ignore[attr-defined]
        heading=heading,
        submit_label=submit_label,
    )


def _when(session: GroupInformationSession) -> str:
    begins = timezone.localtime(session.starts_at)
    return short_moment(begins, timezone.localdate())


def _title(session: GroupInformationSession) -> str:
    return f"Gruppinformation {_when(session)}"
