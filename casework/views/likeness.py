"""Whether somebody has another record: the ones that are alike, side by side, and what a manager does about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from aspirants.access import open_case
from aspirants.forms.reasons import ReasonForm
from aspirants.models import Enrolment, OpeningKind, Person, Protection
from aspirants.operations import open_with_reason
from audit.models import AccessKind
from audit.operations import log_access
from casework.joining.forms import JoinForm
from casework.joining.open_work import Records
from casework.joining.reading import foretold, look_at
from casework.joining.shown import facts_of_record, label_of, shown_records
from casework.models import JoinStatus, PersonJoin
from casework.operations import join_persons, tell_apart
from core.forms import get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from organisation.access.permissions import Act, may
from organisation.access.rules import StaffRequest, access, jobbtorg_staff
from referrals.access import receivers
from referrals.likeness import Alike, alike_to_person
from referrals.views.reading import open_referral

WITH = "med"
"""The parameter that names the other record by its key."""


MOST_DIGITS = 18
"""Of a key in an address; more is none."""


@dataclass(frozen=True)
class Here:
    """Whose page it is: the person, and what the page is reached by."""

    person: Person
    back: str
    context: dict[str, Any]


@access(jobbtorg_staff)
@get_or_post
def case_likeness(request: StaffRequest, pk: int) -> HttpResponse:
    """Records that may be about the person of a case."""
    enrolment = open_case(request, pk, also_closed=True)
    back = reverse("case", args=[enrolment.pk])
    return _likeness(request, Here(enrolment.person, back, {"enrolment": enrolment}))


@access(receivers)
@get_or_post
def referral_likeness(request: StaffRequest, pk: int) -> HttpResponse:
    """Records that may be about the person of a referral."""
    referral = open_referral(request, pk)
    back = reverse("referral_detail", args=[referral.pk])
    return _likeness(request, Here(referral.person, back, {"referral": referral, "person": referral.person}))


def _likeness(request: StaffRequest, here: Here) -> HttpResponse:
    """The list of those that are alike; with `med` one of them beside the own one, with what can be done."""
    alike = alike_to_person(request.user, here.person)
    key = request.POST.get(WITH) or request.GET.get(WITH, "")
    context = {**here.context, "back": here.back, "alike": alike, "may_join": may(request.user, Act.JOIN_PERSONS)}
    if not key:
        joins = PersonJoin.objects.visible_to(request.user).filter(Q(stays=here.person) | Q(goes=here.person))
        context["joins"] = joins.select_related("asked_by").order_by("-asked_at") if context["may_join"] else []
        return render(request, "casework/likeness.html", context)
    other = next((one for one in alike if str(one.person_id) == key), None) or _met_here(request, here, key)
    if other is None:
        raise Http404
    return _compared(request, here, other, context)


def _met_here(request: StaffRequest, here: Here, key: str) -> Alike | None:
    """Somebody else with a case at the user's jobbtorg, by whatever name: the two may have the same number (FC-03)."""
    if here.person.is_protected or not key.isascii() or not key.isdecimal() or len(key) > MOST_DIGITS:
        return None
    cases = Enrolment.objects.visible_to(request.user).filter(person=key).exclude(person=here.person.pk)
    known = cases.filter(person__protection=Protection.NONE, person__joined_into=None).order_by("enrolled_on", "pk")
    numbers = list(known.values_list("case_no", flat=True))
    return Alike(int(key), cases=numbers) if numbers else None


def _compared(request: StaffRequest, here: Here, other: Alike, context: dict[str, Any]) -> HttpResponse:
    person = Person.objects.filter(pk=other.person_id).first()
    context["other"] = other
    opened = request.user.openings.in_force().into_other_units().filter(person=other.person_id).first()
    if not other.is_here and (person is None or opened is None):
        return _opened(request, other, context)
    assert person is not None, "what is met here can be read"
    reason = "" if other.is_here or opened is None else opened.reason
    log_access(request, AccessKind.READ, subject="Jämförelse", person_id=person.pk, reason=reason)
    if request.POST.get("act") == "apart":
        tell_apart(actor=request.user, one=here.person, other=person)
        messages.success(request, "Sparat: inte samma person.")
        return redirect(here.back)
    records = look_at(here.person.pk, person.pk)
    at = request.user.jobbtorg_id
    context |= {
        "columns": [
            (one, facts_of_record(one), [label_of(work, at) for work in records.works if work.person_id == one.pk])
            for one in (records.goes, records.stays)
        ],
    }
    return _joining(request, here, records, context)


def _opened(request: StaffRequest, other: Alike, context: dict[str, Any]) -> HttpResponse:
    """Ask for the reason before anything is shown of a case at another jobbtorg."""
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        # Row security shows the person once there is a reason; until then only the key is known.
        person = Person(pk=other.person_id)
        reason = form.cleaned_data["reason"]
        open_with_reason(actor=request.user, person=person, kind=OpeningKind.OTHER_UNIT, reason=reason)
        log_access(request, AccessKind.BREAK_GLASS, subject="Jämförelse", person_id=person.pk, reason=reason)
        return redirect(f"{request.path}?{WITH}={other.person_id}")
    return render_form(request, "casework/likeness_reason.html", form, **context)


def _joining(request: StaffRequest, here: Here, records: Records, context: dict[str, Any]) -> HttpResponse:
    at = request.user.jobbtorg_id
    words = [(work, label_of(work, at)) for work in records.works]
    form = JoinForm(request.POST or None, records=records, words=words, now=shown_records(records, at=at))
    context["seen"] = form.now
    # From the page that asks for confirmation back to the form: what was answered is in its hidden fields.
    is_back = "change" in request.POST
    if context["may_join"] and form.is_valid() and form.changed is None and not is_back:
        answers = form.as_operation()
        chosen = Records(answers["goes"], answers["stays"], records.works)
        try:
            if "confirmed" not in request.POST:
                said = foretold(chosen, answers["goes_on"], at)
                return render_form(request, "casework/join_confirm.html", form, said=said, **context)
            join = join_persons(actor=request.user, seen_records=form.seen, **answers)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            if join.status == JoinStatus.ASKED:
                messages.success(request, "Frågan är skickad till enhetschefen vid det andra jobbtorget.")
            else:
                messages.success(request, "Posterna är sammanslagna.")
            return redirect("person_join", pk=join.pk)
    return render_form(request, "casework/likeness_compared.html", form, takes_focus=False, **context)
