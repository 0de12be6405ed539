"""The coaches of a jobbtorg with what they have, and the page that hands it over."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from aspirants.models import Enrolment
from audit.models import AccessKind
from audit.operations import log_access
from casework.handover.form import HandOverForm
from casework.handover.leaving import coming_bookings, last_day_in_words, things_in_words, to_hand_over
from casework.handover.receivers import loads
from casework.operations import HandedOver, hand_over
from core.forms import get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from core.swedish.dates import short_day
from core.swedish.numbers import counted
from meetings.choices import BookingStatus
from organisation.access.permissions import Act
from organisation.access.rules import StaffRequest, access, allowed_to
from organisation.models import WITH_CASES, Deputy, Position, User
from organisation.staff.service import AS_COACH, ONE_DAY, Service, services_at

MOST_SHOWN = 20
"""So many of what was left are named in the message."""


@access(allowed_to(Act.CHANGE_COACH))
@require_safe
def coach_list(request: StaffRequest) -> HttpResponse:
    """The coaches with their loads, and those who have something left to hand over (R-4-06)."""
    now = timezone.now()
    context = {"leaving": to_hand_over(request.user, now), "loads": loads(request.user, now)}
    return render(request, "casework/coach_list.html", context)


@access(allowed_to(Act.CHANGE_COACH))
@get_or_post
def hand_over_page(request: StaffRequest, pk: int) -> HttpResponse:
    """All open cases and coming bookings of somebody who leaves, is moved or is away, to hand over all or some."""
    coach, now = _member(request.user, pk), timezone.now()
    assert request.user.jobbtorg_id is not None, "only a jobbtorg's manager comes here"
    service = services_at(request.user.jobbtorg_id, [coach], timezone.localdate(now), AS_COACH)[coach.pk]
    form = HandOverForm(
        request.POST or None,
        loads=loads(request.user, now, besides=coach),
        from_day=_first_day(service, timezone.localdate(now)),
    )
    log_access(request, AccessKind.READ, subject="Överlämning")
    if form.is_valid():
        try:
            done = hand_over(actor=request.user, coach=coach, **form.as_operation())
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            _say(request, coach, form, done)
            is_done = not _cases_of(request.user, coach).exists()
            return redirect("coach_list") if is_done else redirect("hand_over", pk=coach.pk)
    return render_form(request, "casework/hand_over.html", form, **_rows(request, coach, service, form, now))


def _member(manager: User, pk: int) -> User:
    """Somebody who works or has worked with cases here, or is the coach of one; 404 for everybody else."""
    positions = Position.objects.filter(user=OuterRef("pk"), jobbtorg=manager.jobbtorg_id, role__in=WITH_CASES)
    cases = Enrolment.objects.visible_to(manager).open().filter(coach=OuterRef("pk"))
    known = Q(Exists(positions.filter(revoked_at=None))) | Q(Exists(cases))
    member: User = get_object_or_404(User.objects.filter(known), pk=pk)
    return member


def _first_day(service: Service, today: datetime.date) -> datetime.date:
    """The day after the last one, from which the bookings lack somebody; today where none is set."""
    return service.last_day + ONE_DAY if service.last_day else today


def _cases_of(manager: User, coach: User) -> Any:
    return Enrolment.objects.visible_to(manager).open().coached_by(coach)


def _rows(
    request: StaffRequest, coach: User, service: Service, form: HandOverForm, now: datetime.datetime
) -> dict[str, Any]:
    """What the page shows of the coach: each row with whether it is marked."""
    mark_all = request.GET.get("markera") != "inga"
    work = services_at(request.user.jobbtorg_id or 0, [coach], timezone.localdate(now))[coach.pk]
    stays = work != service
    invited = Count(
        "group_information_bookings",
        filter=Q(
            group_information_bookings__status=BookingStatus.INVITED,
            group_information_bookings__session__starts_at__gte=now,
        ),
    )
    cases = _cases_of(request.user, coach).select_related("person").annotate(invited=invited)
    bookings = coming_bookings(request.user, now).filter(coach=coach).select_related("enrolment__person")
    first_day = _first_day(service, timezone.localdate(now))
    standing_in = Deputy.objects.filter(
        deputy=coach, jobbtorg=request.user.jobbtorg_id, ended_at=None, valid_to__gte=first_day
    )
    return {
        "member": coach,
        "standing_in": standing_in.select_related("coach").order_by("valid_from", "pk"),
        "service": last_day_in_words(service, stays=stays) if service.ends else "",
        "cases": [
            (case, form.is_marked("cases", case.pk, first=mark_all))
            for case in cases.order_by("person__sort_key", "pk")
        ],
        "bookings": [
            (one, form.is_marked("bookings", one.pk, first=mark_all and timezone.localdate(one.starts_at) >= first_day))
            for one in bookings.order_by("starts_at", "pk")
        ],
        "mark_all": mark_all,
        "sees_protected": request.user.protected_access,
    }


def _say(request: StaffRequest, coach: User, form: HandOverForm, done: HandedOver) -> None:
    parts = [
        f"{things_in_words(done.cases[load.coach.pk], done.bookings[load.coach.pk])} till {load.coach}"
        for load in form.loads.values()
        if done.cases[load.coach.pk] or done.bookings[load.coach.pk]
    ]
    if parts:
        messages.success(request, f"Överlämnat: {'; '.join(parts)}.")
    if done.kept:
        day = short_day(form.cleaned_data["from_day"], timezone.localdate())
        messages.info(request, f"{counted(done.kept, 'möte', 'möten')} före {day} ligger kvar hos {coach}.")
    if done.left:
        more = f" och {len(done.left) - MOST_SHOWN} till" if len(done.left) > MOST_SHOWN else ""
        messages.warning(request, f"Lämnades inte över: {'; '.join(done.left[:MOST_SHOWN])}{more}.")
