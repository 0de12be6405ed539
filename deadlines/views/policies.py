"""The deadline rules: what is in force, what was, and what a proposed rule would have meant."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.forms import render_form, show_refusal
from core.refusals import OperationRefused
from core.seen import ChangedMeanwhileError, seen_in
from core.swedish.dates import long_date
from deadlines.calculation.proposals import preview, rules_by_kind, rules_of, rules_standing_instead, shown_rules
from deadlines.forms.policies import RuleForm
from deadlines.models import ClockKind, DeadlinePolicy
from deadlines.operations.policies import change_rule, check_rule, drop_rule
from organisation.access.rules import StaffRequest, access, administrators


@access(administrators)
def policy_list(request: StaffRequest) -> HttpResponse:
    """Every kind of clock with its rules, the latest first."""
    return _list_page(request)


def _list_page(request: StaffRequest, changed: ChangedMeanwhileError | None = None) -> HttpResponse:
    """The page; with what was shown before beside what stands now, where an act was refused for that."""
    today = timezone.localdate()
    kinds = [(kind, now, rules, shown_rules(kind, rules)) for kind, now, rules in rules_by_kind(today)]
    status = HTTPStatus.CONFLICT if changed else HTTPStatus.OK
    context = {"kinds": kinds, "today": today, "changed": changed}
    return render(request, "deadlines/policies/list.html", context, status=status)


@access(administrators)
def policy_change(request: StaffRequest) -> HttpResponse:
    """Propose a rule (`?frist=` names the kind), see how the latest clocks would have turned out, and decide."""
    kind = request.GET.get("frist", ClockKind.PLAN_GUARANTEE)
    if kind not in ClockKind.values:
        raise Http404
    today = timezone.localdate()
    in_force = DeadlinePolicy.objects.valid_on(today).filter(kind=kind).first()
    form = RuleForm(
        request.POST or None, kind=ClockKind(kind), in_force=in_force, now=shown_rules(kind, rules_of(kind))
    )
    context = {"kind": ClockKind(kind), "in_force": in_force}
    if form.is_valid():
        try:
            check_rule(actor=request.user, proposed=form.proposed())
            if "confirmed" in request.POST:
                new = change_rule(actor=request.user, proposed=form.proposed(), seen_rules=form.seen)
                messages.success(request, f"Regeln är sparad och gäller från {long_date(new.valid_from)}.")
                return redirect("policy_list")
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            context["preview"] = preview(form.proposed(), today)
    return render_form(request, "deadlines/policies/change.html", form, **context)


@access(administrators)
@require_POST
def policy_drop(request: StaffRequest) -> HttpResponse:
    """Take back a rule that has not come into force; the form names it."""
    number = request.POST.get("regel", "")
    policy = DeadlinePolicy.objects.filter(pk=number[:18] if number.isdecimal() else 0).first()
    try:
        if policy is None:
            seen = seen_in(request)
            raise ChangedMeanwhileError(seen, rules_standing_instead(seen))
        drop_rule(actor=request.user, policy=policy, seen_rules=seen_in(request))
        messages.success(request, "Regeln är borttagen. Den tidigare fortsätter att gälla.")
    except ChangedMeanwhileError as changed:
        return _list_page(request, changed)
    except OperationRefused as refusal:
        messages.error(request, refusal.message)
    return redirect("policy_list")
