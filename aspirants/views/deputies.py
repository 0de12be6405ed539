"""Who stands in for a coach: the periods, a new one, and ending one before its last day."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from aspirants.coaching.rights import may_set_deputy
from aspirants.forms.deputies import DeputyForm
from aspirants.models import Enrolment, Protection
from aspirants.operations import end_deputy, set_deputy
from core.forms import get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from core.swedish.dates import short_day
from core.swedish.numbers import counted
from organisation.access.permissions import Act
from organisation.access.rules import StaffRequest, access, allowed_to
from organisation.models import Deputy, DeputyState, User

SHOWN = 50
"""So many periods are shown, the latest ones."""

COLORS = {DeputyState.COMING: "info", DeputyState.IN_FORCE: "success"}


@access(allowed_to(Act.SET_DEPUTY))
@get_or_post
def deputies(request: StaffRequest, pk: int) -> HttpResponse:
    """A coach's deputies, for herself and for the manager; elsewhere 404. `end` names a period to be ended."""
    coach = _coach(request, pk)
    assert request.user.jobbtorg_id is not None, "only a jobbtorg's staff comes here"
    ends = request.POST.get("end", "")
    if ends:
        return _end(request, coach, ends)
    form = DeputyForm(request.POST or None, coach=coach, jobbtorg_id=request.user.jobbtorg_id)
    if form.is_valid():
        try:
            period = set_deputy(actor=request.user, coach=coach, **form.cleaned_data)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            _say(request, period)
            return redirect("deputies", pk=coach.pk)
    periods = Deputy.objects.filter(coach=coach, jobbtorg=request.user.jobbtorg_id).select_related("deputy", "set_by")
    context = {
        "member": coach,
        "is_me": coach.pk == request.user.pk,
        "rows": [_row(period) for period in periods[:SHOWN]],
    }
    return render_form(request, "aspirants/deputies.html", form, **context)


def _coach(request: StaffRequest, pk: int) -> User:
    coach = get_object_or_404(User.objects.in_service(), pk=pk, jobbtorg=request.user.jobbtorg_id)
    if not coach.works_with_cases or not may_set_deputy(request.user, coach):
        raise Http404
    return coach


def _end(request: StaffRequest, coach: User, key: str) -> HttpResponse:
    if not key.isdecimal() or len(key) > 18:
        raise Http404
    period = get_object_or_404(Deputy.objects.select_related("coach", "deputy"), pk=int(key), coach=coach)
    try:
        end_deputy(actor=request.user, period=period)
    except OperationRefused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"{period.deputy} är inte längre ersättare.")
    return redirect("deputies", pk=coach.pk)


def _row(period: Deputy) -> tuple[Deputy, DeputyState, str, bool]:
    """A period with its state today, the colour of its tag, and whether it can be ended."""
    state = period.state_on(timezone.localdate())
    return period, state, COLORS.get(state, "neutral"), state in COLORS


def _say(request: StaffRequest, period: Deputy) -> None:
    today = timezone.localdate()
    days = f"{short_day(period.valid_from, today)}–{short_day(period.valid_to, today)}"
    messages.success(request, f"{period.deputy} är ersättare för {period.coach} {days}.")
    if period.deputy.protected_access:
        return
    # Counted for who may open them; to everybody else there are none.
    hidden = Enrolment.objects.visible_to(request.user).open().coached_by(period.coach)
    if number := hidden.exclude(person__protection=Protection.NONE).count():
        cases = counted(number, "ärende", "ärenden")
        messages.warning(
            request, f"{cases} med skyddade personuppgifter ser ersättaren inte. Lägg till någon som får öppna dem."
        )
