"""Asking for a file with many persons, and deciding on one. The pages show whom it is for and why, and no person."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from aspirants.forms.reasons import ReasonForm
from audit.file_requests import (
    deciders_of,
    is_good,
    is_waiting,
    may_decide,
    most_persons_for,
    visible_requests,
)
from audit.models import AccessKind, FileRequest
from audit.operations import ask_for_file, decide_on_file, log_access
from core.forms import get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from notices.choices import NoticeKind
from notices.operations import notify
from organisation.access.permissions import Act, may
from organisation.access.rules import AccessRule, StaffRequest, access, allowed_to
from organisation.models import User
from workbench.file_requests.middleware import WANTED

PAGE_SIZE = 50
LOGGED_AS = "Filuttag"

asks = allowed_to(Act.ASK_FOR_FILE)
decides = allowed_to(Act.DECIDE_ON_FILE)
has_part = AccessRule(
    "ask for a file with many persons, or decide on one",
    lambda visitor: isinstance(visitor, User) and (may(visitor, Act.ASK_FOR_FILE) or may(visitor, Act.DECIDE_ON_FILE)),
)


@access(asks)
@get_or_post
def file_request_ask(request: StaffRequest) -> HttpResponse:
    """Say why the file that was not given is needed. Without one, the start page."""
    wanted = request.session.get(WANTED)
    if wanted is None:
        return redirect("home")
    form = ReasonForm(request.POST or None)
    form.fields["reason"].label = "Varför behövs uppgifterna?"
    form.fields["reason"].help_text = "Till exempel: kvartalsuppföljning till stadsdelarna. Skriv inget om personerna."
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            asked = ask_for_file(actor=request.user, reason=reason, **wanted)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            del request.session[WANTED]
            log_access(request, AccessKind.READ, subject=LOGGED_AS, reason=f"Begärde {asked}: {reason}"[:300])
            _tell_deciders(asked)
            messages.success(request, "Begäran är skickad. Du får en notis när någon har beslutat.")
            return redirect("file_request", pk=asked.pk)
    context = {"wanted": wanted, "most_persons": most_persons_for(wanted["persons"])}
    return render_form(request, "workbench/file_requests/ask.html", form, **context)


@access(decides)
@require_safe
def file_request_list(request: StaffRequest) -> HttpResponse:
    """What somebody has asked for, the newest first."""
    page = Paginator(visible_requests(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [(asked, state_of(asked)) for asked in page.object_list]
    return render(request, "workbench/file_requests/list.html", {"page": page, "rows": rows})


@access(has_part)
@get_or_post
def file_request(request: StaffRequest, pk: int) -> HttpResponse:
    """One request: for who asked the state and the file, for somebody else the decision."""
    asked: FileRequest = get_object_or_404(visible_requests(request.user), pk=pk)
    if request.method == "POST":
        _decide(request, asked, approves="godkann" in request.POST)
        return redirect("file_request", pk=pk)
    context = {
        "asked": asked,
        "state": state_of(asked),
        "decides": is_waiting(asked) and may_decide(request.user, asked),
        "fetches": asked.asked_by_id == request.user.pk and is_good(asked),
        "lists": may(request.user, Act.DECIDE_ON_FILE),
    }
    return render(request, "workbench/file_requests/detail.html", context)


def _decide(request: StaffRequest, asked: FileRequest, *, approves: bool) -> None:
    try:
        decided = decide_on_file(actor=request.user, asked=asked, approves=approves)
    except OperationRefused as refusal:
        messages.error(request, refusal.message)
        return
    word = "Godkände" if approves else "Avslog"
    log_access(
        request, AccessKind.READ, subject=LOGGED_AS, reason=f"{word} {decided}, begärd av {asked.asked_by}"[:300]
    )
    notify(
        [asked.asked_by],
        kind=NoticeKind.ACCESS,
        event_key=f"file-decided-{decided.pk}",
        text=f"{'Godkänd: hämta filen inom 24 timmar' if approves else 'Avslag'} ({decided.subject})",
        path=reverse("file_request", args=[decided.pk]),
    )
    messages.success(request, "Begäran är godkänd." if approves else "Begäran är avslagen.")


def _tell_deciders(asked: FileRequest) -> None:
    notify(
        deciders_of(asked),
        kind=NoticeKind.ACCESS,
        event_key=f"file-asked-{asked.pk}",
        text=f"{asked.asked_by} begär en fil med många personer ({asked.subject})",
        path=reverse("file_request", args=[asked.pk]),
    )


def state_of(asked: FileRequest) -> tuple[str, str]:
    """The state of a request and the colour of its tag."""
    if hasattr(asked, "fetched"):
        return "Hämtad", "neutral"
    if asked.decided_by_id is None:
        return ("Väntar på beslut", "warning") if is_waiting(asked) else ("Ingen beslutade i tid", "neutral")
    if not asked.is_approved:
        return "Avslagen", "danger"
    return ("Godkänd", "success") if is_good(asked) else ("Godkänd, men inte hämtad i tid", "neutral")
