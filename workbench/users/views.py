"""Users and their positions, for administrators."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.forms import get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from core.seen import ChangedMeanwhileError, seen_in
from notices.outbox import queue_invitation
from organisation.access.rules import StaffRequest, access, administrators
from organisation.models import Position, User
from organisation.sign_in.proving.confirming import asks_who_one_is
from organisation.staff.coach_groups import belongs_to_groups
from organisation.staff.invitations import signs_in_elsewhere
from organisation.staff.operations.coach_groups import choose_coach_group
from organisation.staff.operations.invitations import invite_user, send_invitation
from organisation.staff.operations.positions import (
    deactivate_user,
    end_position,
    give_position,
    reactivate_user,
    revoke_position,
)
from organisation.staff.shown import shown_user
from workbench.users.forms import (
    CoachGroupForm,
    InviteForm,
    LastDayForm,
    PositionForm,
    UserFilter,
    manageable_by,
    open_cases_of,
    state_of,
)
from workbench.users.letters import letter_state

USERS_A_PAGE = 50


@access(administrators)
@require_safe
def user_list(request: StaffRequest) -> HttpResponse:
    """Everybody who works in the system. Names are not searched for here: they would stand in the URL."""
    users = manageable_by(request.user)
    filters = UserFilter(request.GET, queryset=users, request=request)
    # An unknown choice in a typed URL narrows nothing; the field says so.
    chosen = filters.qs if filters.form.is_valid() else users
    page = Paginator(chosen.order_by("last_name", "first_name", "pk"), USERS_A_PAGE).get_page(request.GET.get("page"))
    rows = [(user, *state_of(user)) for user in page.object_list]
    return render(request, "workbench/users/list.html", {"filters": filters, "page": page, "rows": rows})


@access(administrators)
@require_safe
def user_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One user: the account, and the positions over time."""
    user = _user(request, pk)
    positions = user.positions.select_related("jobbtorg", "income_support_unit", "given_by", "revoked_by")
    context = {
        "member": user,
        "state": state_of(user),
        "letter": letter_state(user),
        "open_cases": open_cases_of(user),
        "has_coach_group": belongs_to_groups(user),
        "is_me": user.pk == request.user.pk,
        "sends_links": not signs_in_elsewhere(),
        "rows": [_position_row(position) for position in positions],
    }
    return render(request, "workbench/users/detail.html", context)


@access(administrators)
@asks_who_one_is
@get_or_post
def user_invite(request: StaffRequest) -> HttpResponse:
    """Add somebody with a first position, and queue the letter."""
    form = InviteForm(request.POST or None)
    if form.is_valid():
        facts = {
            name: form.cleaned_data[name] for name in ("email", "first_name", "last_name", "signature", "staff_id")
        }
        try:
            user = invite_user(actor=request.user, terms=form.terms, queue_letter=queue_invitation, **facts)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"{user} är inbjuden. E-post skickas till {user.email} inom någon minut.")
            return redirect("user_detail", pk=user.pk)
    return render_form(request, "workbench/users/invite.html", form)


@access(administrators)
@asks_who_one_is
@require_POST
def user_invitation(request: StaffRequest, pk: int) -> HttpResponse:
    """Send the letter again, with a new link."""
    user = _user(request, pk)
    try:
        send_invitation(actor=request.user, user=user, queue_letter=queue_invitation)
    except OperationRefused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(
            request, f"E-post skickas till {user.email} inom någon minut. Äldre länkar gäller inte längre."
        )
    return redirect("user_detail", pk=pk)


@access(administrators)
@asks_who_one_is
@get_or_post
def position_give(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a position from a day on; the one that holds then ends the day before."""
    user = _user(request, pk)
    form = PositionForm(request.POST or None, now=shown_user(user))
    if form.is_valid():
        try:
            position = give_position(actor=request.user, user=user, seen_user=form.seen, terms=form.terms)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"{user} har fått behörigheten {position}.")
            return redirect("user_detail", pk=pk)
    context = {"member": user, "open_cases": open_cases_of(user)}
    return render_form(request, "workbench/users/position.html", form, **context)


@access(administrators)
@asks_who_one_is
@get_or_post
def position_end(request: StaffRequest, pk: int, position: int) -> HttpResponse:
    """Say which day is the last of a position."""
    user = _user(request, pk)
    ending = get_object_or_404(user.positions, pk=position)
    form = LastDayForm(request.POST or None, now=shown_user(user))
    if form.is_valid():
        try:
            end_position(
                actor=request.user, position=ending, seen_user=form.seen, last_day=form.cleaned_data["last_day"]
            )
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, "Sista dagen är sparad.")
            return redirect("user_detail", pk=pk)
    context = {"member": user, "position": ending, "open_cases": open_cases_of(user)}
    return render_form(request, "workbench/users/end.html", form, **context)


@access(administrators)
@asks_who_one_is
@get_or_post
def position_revoke(request: StaffRequest, pk: int, position: int) -> HttpResponse:
    """Take back a position that has not begun, after a question."""
    user = _user(request, pk)
    coming = get_object_or_404(user.positions, pk=position)
    return _confirmed(
        request,
        user,
        lambda: revoke_position(actor=request.user, position=coming, seen_user=seen_in(request)),
        done="Behörigheten är återkallad.",
        heading="Återkalla behörigheten",
        text=f"Behörigheten {coming} för {user} har inte börjat. Den står kvar i historiken som återkallad.",
        submit_label="Återkalla",
    )


@access(administrators)
@get_or_post
def user_deactivate(request: StaffRequest, pk: int) -> HttpResponse:
    """Close an account, after a question."""
    user = _user(request, pk)
    return _confirmed(
        request,
        user,
        lambda: deactivate_user(actor=request.user, user=user, seen_user=seen_in(request)),
        done=f"Kontot för {user} är avaktiverat.",
        heading="Avaktivera kontot",
        text=f"{user} loggas ut direkt på alla datorer och kan inte logga in igen. Det som har antecknats står kvar.",
        submit_label="Avaktivera",
        open_cases=open_cases_of(user),
    )


@access(administrators)
@asks_who_one_is
@get_or_post
def user_reactivate(request: StaffRequest, pk: int) -> HttpResponse:
    """Open a closed account again, after a question."""
    user = _user(request, pk)
    return _confirmed(
        request,
        user,
        lambda: reactivate_user(actor=request.user, user=user, seen_user=seen_in(request)),
        done=f"Kontot för {user} är aktivt igen.",
        heading="Aktivera kontot",
        text=f"{user} kan logga in igen med den behörighet som gäller i dag.",
        submit_label="Aktivera",
    )


@access(administrators)
@get_or_post
def user_coach_group(request: StaffRequest, pk: int) -> HttpResponse:
    """Choose which team at the jobbtorg a coach belongs to."""
    user = _user(request, pk)
    form = CoachGroupForm(request.POST or None, user=user, now=shown_user(user))
    # An empty choice is an answer: no group.
    if request.method == "POST" and form.is_valid():
        try:
            choose_coach_group(actor=request.user, user=user, seen_user=form.seen, group=form.cleaned_data["group"])
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, "Coachgruppen är sparad.")
            return redirect("user_detail", pk=pk)
    return render_form(request, "workbench/users/coach_group.html", form, member=user)


def _user(request: StaffRequest, pk: int) -> User:
    return get_object_or_404(manageable_by(request.user), pk=pk)


def _confirmed(
    request: StaffRequest, user: User, act: Callable[[], None], *, done: str, open_cases: int = 0, **texts: Any
) -> HttpResponse:
    """The page that asks, and the act once it is confirmed; a refusal is shown on the user's page."""
    context = {"member": user, "open_cases": open_cases, "seen": shown_user(user), **texts}
    if request.method != "POST":
        return render(request, "workbench/users/confirm.html", context)
    try:
        act()
    except ChangedMeanwhileError as changed:
        context |= {"changed": changed}
        return render(request, "workbench/users/confirm.html", context, status=HTTPStatus.CONFLICT)
    except OperationRefused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect("user_detail", pk=user.pk)


def _position_row(position: Position) -> dict[str, Any]:
    """A position with its state today, and what may be done about it."""
    today = timezone.localdate()
    coming = position.valid_from > today
    over = position.revoked_at is not None or (position.valid_to is not None and position.valid_to < today)
    if position.revoked_at is not None:
        state = ("Återkallad", "neutral")
    elif over:
        state = ("Avslutad", "neutral")
    else:
        state = ("Kommande", "info") if coming else ("Gäller", "success")
    return {"position": position, "state": state, "may_end": not over and not coming, "may_revoke": not over and coming}
