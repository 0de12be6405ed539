"""The pages that ask for a reason before something is read."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from aspirants.forms.reasons import CARRIED_PREFIX, ReasonForm, restored_fields
from aspirants.models import Enrolment, OpeningKind, Person
from aspirants.operations import open_with_reason
from audit.models import AccessKind
from audit.operations import log_access
from core.forms import get_or_post, render_form
from core.way_back import own_path
from deadlines.models import DeadlineClock
from organisation.access.rules import StaffRequest, access, jobbtorg_staff
from organisation.sign_in.proving.confirming import require_recent_proof
from referrals.models import Referral


@access(jobbtorg_staff)
@get_or_post
def open_protected(request: StaffRequest, pk: int) -> HttpResponse:
    """Say why a protected person is opened, and go on to where one was going. `pk` is the person's.

    A user who may not open the person gets 404, as for a person who does not exist. Who one is is asked first, together
    with the reason once an hour and not for each page.
    """
    person = get_object_or_404(Person, pk=pk)
    reference = _known_here_as(request, person)
    if not (person.is_protected and request.user.protected_access and reference):
        raise Http404
    require_recent_proof(request)
    onward = own_path(request.POST.get("nasta") or request.GET.get("nasta", ""), reverse("home"))
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        open_with_reason(actor=request.user, person=person, kind=OpeningKind.PROTECTED, reason=reason)
        log_access(request, AccessKind.OPEN_PROTECTED, subject=reference, person_id=person.pk, reason=reason)
        if answers := restored_fields(request.POST):
            return render(request, "aspirants/go_on.html", {"onward": onward, "answers": answers})
        return redirect(onward)
    return render_form(
        request,
        "aspirants/open_protected.html",
        form,
        action_url="",
        onward=onward,
        carried=[(f"{CARRIED_PREFIX}{name}", value) for name, value in restored_fields(request.POST)],
        reference=reference,
    )


def _known_here_as(request: StaffRequest, person: Person) -> str:
    """The number under which the user's jobbtorg knows the person; empty if it does not."""
    user = request.user
    for number in (
        Enrolment.objects.visible_to(user).filter(person=person).order_by("-enrolled_on").values_list("case_no"),
        Referral.objects.visible_to(user).filter(person=person).order_by("-submitted_at").values_list("number"),
        DeadlineClock.objects.visible_to(user).filter(person=person).order_by("-pk").values_list("reference"),
    ):
        if found := number.first():
            return str(found[0])
    return ""
