"""Sending several referrals at once: rows in, each checked and mended in place, those that are right sent."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from aspirants.models import PROTECTED_NAME
from audit.files import file_of
from audit.lookups import TooManyLookUpsError
from audit.models import AccessKind
from audit.operations import log_access
from core.forms import get_or_post, render_form
from core.refusals import OperationRefused
from core.seen import ChangedMeanwhileError, seen_in
from core.spreadsheets import Table
from deadlines.calculation.coverage import Coverage
from organisation.access.rules import StaffRequest, access
from referrals.access import senders
from referrals.drafts import Typed, hash_of
from referrals.facts.proposed import proposals_for
from referrals.forms.listing import BeginForm, SharedForm, labels_of, shared_form
from referrals.forms.parts import subject_of
from referrals.lists.checking import CheckedRow, checked_rows
from referrals.lists.columns import COLUMNS, MOST_AT_ONCE, MOST_ROWS, TEMPLATE, used_columns
from referrals.lists.stored import Content, StoredRow, shown_list
from referrals.models import Referral, ReferralListDraft
from referrals.operations.lists import Outcome, ReadyRow, begin_list, discard_list, keep_list, send_rows
from referrals.sender.promised import promises_for_sender
from referrals.sender.status_texts import no_longer_followed, original_last_day
from referrals.views.looking_up import followed_instead, look_up, obstacle_for

SUBJECT = "Lista med remisser att skicka"
OwnListView = Callable[[StaffRequest, ReferralListDraft], HttpResponse]


def _of_own_list(view: OwnListView) -> Callable[[StaffRequest, uuid.UUID], HttpResponse]:
    """A page about the user's own list; 404 for any other."""

    @wraps(view)
    def page(request: StaffRequest, list_id: uuid.UUID) -> HttpResponse:
        listing = ReferralListDraft.objects.filter(pk=list_id, author=request.user).first()
        if listing is None:
            raise Http404
        if request.method != "POST":
            log_access(request, AccessKind.READ, subject=SUBJECT)
        return view(request, listing)

    return page


@access(senders)
@get_or_post
def new(request: StaffRequest) -> HttpResponse:
    """Rows are pasted or chosen as a file, and what holds for all of them is chosen once."""
    user, list_id = request.user, uuid.uuid4()
    proposals = proposals_for(user)
    form = BeginForm(sender=user, proposals=proposals)
    if request.method == "POST":
        try:
            list_id = uuid.UUID(request.POST.get("list", ""))
        except ValueError:
            raise Http404 from None
        form = BeginForm(request.POST, request.FILES, sender=user, proposals=proposals)
        if form.is_valid():
            return _begun(request, list_id, form, proposals)
    return render_form(request, "referrals/several_new.html", form, list_id=list_id, most_rows=MOST_ROWS)


def _begun(request: StaffRequest, list_id: uuid.UUID, form: BeginForm, proposals: Typed) -> HttpResponse:
    """Keep the list, look its numbers up and show it."""
    content = Content(
        form.typed(), [StoredRow(typed) for typed in form.read.rows], proposals, form.read.unused, form.called
    )
    try:
        begin_list(actor=request.user, list_id=list_id, content=content)
    except OperationRefused:
        raise Http404 from None
    _check_all(request, list_id)
    return redirect("referral_list", list_id=list_id)


@access(senders)
@require_safe
def template_file(request: StaffRequest) -> HttpResponse:
    """The columns of a list, to be filled in and chosen on the page."""
    return file_of(request, "remisser-mall", "Mall för flera remisser", Table(TEMPLATE, []), persons=0, comes_back=True)


@access(senders)
@get_or_post
@_of_own_list
def rows(request: StaffRequest, listing: ReferralListDraft) -> HttpResponse:
    """The rows that are not sent, each to be mended in its place; *Skicka* sends those that are chosen and right."""
    user = request.user
    if request.method != "POST":
        if not Content.of(listing).unsent:
            return redirect("referral_list_sent", list_id=listing.pk)
        return _list_page(request, listing)
    try:
        keep_list(actor=user, list_id=listing.pk, seen_list=seen_in(request), change=lambda kept: _typed(request, kept))
    except ChangedMeanwhileError as changed:
        if not Content.of(ReferralListDraft.objects.get(pk=listing.pk)).unsent:
            return redirect("referral_list_sent", list_id=listing.pk)
        log_access(request, AccessKind.READ, subject=SUBJECT)
        return _list_page(request, listing, changed)
    except OperationRefused:
        raise Http404 from None
    _check_all(request, listing.pk)
    if "send" not in request.POST:
        messages.success(request, "Listan är sparad och kontrollerad.")
        return redirect("referral_list", list_id=listing.pk)
    return _sent(request, listing.pk)


def _typed(request: StaffRequest, kept: Content) -> None:
    """Put what was typed on the page into the list. A row that has been emptied goes."""
    shared = SharedForm(request.POST, sender=request.user)
    kept.shared = {**kept.shared, **shared.typed()}
    for row in kept.unsent:
        cells = {column.name: request.POST.get(f"{row.key}.{column.name}") for column in COLUMNS}
        row.refusal = ""
        if row.key in request.POST.getlist("offered"):
            row.is_left_out = row.key not in request.POST.getlist("row")
        row.typed = {**row.typed, **{name: text.strip() for name, text in cells.items() if text is not None}}
    kept.rows = [row for row in kept.rows if row.is_sent or any(row.typed.values())]


def _check_all(request: StaffRequest, list_id: uuid.UUID) -> None:
    """Look up the numbers that have not been, as far as the pace allows, and keep what stands in their way.

    Each number counts and is logged as if it had been typed alone. Once looked up it is not again, until it changes, or
    where something stood in its way that may be gone.
    """
    listing = ReferralListDraft.objects.get(pk=list_id, author=request.user)
    found = {}
    for checked in _checked(request, Content.of(listing))[0]:
        row = checked.row
        is_free = row.looked_up == hash_of(checked.identity) and not row.obstacle
        if checked.identity is None or checked.faults or is_free:
            continue
        try:
            person = look_up(request, checked.identity)
        except TooManyLookUpsError:
            break
        obstacle = obstacle_for(request, person) if person is not None else None
        ours = followed_instead(request.user, person) if person is not None and obstacle else None
        found[checked.row.key] = (hash_of(checked.identity), obstacle or "", ours.pk if ours else 0)

    def note(kept: Content) -> None:
        for row in kept.rows:
            if row.key in found:
                row.looked_up, row.obstacle, row.ours = found[row.key]

    keep_list(actor=request.user, list_id=list_id, seen_list=shown_list(listing), change=note)


def _checked(request: StaffRequest, content: Content) -> tuple[list[CheckedRow], SharedForm]:
    shared = shared_form(request.user, content.shared, content.proposals)
    return checked_rows(content, shared, used_columns([row.typed for row in content.unsent])), shared


def _sent(request: StaffRequest, list_id: uuid.UUID) -> HttpResponse:
    """Send the chosen rows that are right, and say how it went."""
    listing = ReferralListDraft.objects.get(pk=list_id, author=request.user)
    rows, shared = _checked(request, Content.of(listing))
    chosen = set(request.POST.getlist("row"))
    right = [one for one in rows if one.row.key in chosen and one.is_right]
    ready = [
        ReadyRow(one.row, subject_of(one.form), shared.cleaned_data["jobbtorg"], one.form.facts())
        for one in right[:MOST_AT_ONCE]
    ]
    outcome = send_rows(actor=request.user, list_id=list_id, ready=ready)
    for refused in outcome.refused:
        _note_refusal(request, refused)
    for referral in outcome.sent:
        log_access(request, AccessKind.WRITE, subject=referral.number, person_id=referral.person_id)
    waiting = len(right) - len(ready)
    _say(request, outcome, left=len(rows) - len(outcome.sent), waiting=waiting)
    return redirect("referral_list_sent" if outcome.sent and not waiting else "referral_list", list_id=list_id)


def _note_refusal(request: StaffRequest, refused: ReadyRow) -> None:
    """That a refusal told something of a person is a look-up too; where none is left, what was sent stays sent."""
    try:
        look_up(request, refused.subject.identity)
    except TooManyLookUpsError:
        log_access(request, AccessKind.SEARCH, sought=hash_of(refused.subject.identity))


def _say(request: StaffRequest, outcome: Outcome, *, left: int, waiting: int) -> None:
    count = len(outcome.sent)
    if count:
        rest = f" {left} är kvar i listan." if left else ""
        if waiting:
            rest = f" {waiting} av de valda är kvar: tryck på Skicka de valda igen."
        messages.success(request, f"{count} {'remiss är skickad' if count == 1 else 'remisser är skickade'}.{rest}")
    else:
        messages.warning(request, "Ingen remiss skickades: ingen av de valda raderna kan skickas som den är.")


def _list_page(
    request: StaffRequest, listing: ReferralListDraft, changed: ChangedMeanwhileError | None = None
) -> HttpResponse:
    """The list as it stands; where another tab has changed it, with what was typed here and both states above."""
    content = Content.of(listing)
    if changed:
        _typed(request, content)
    rows, shared = _checked(request, content)
    _name_followed(request, rows)
    context = {
        "seen": shown_list(listing),
        "changed": changed,
        "rows": rows,
        "columns": used_columns([row.typed for row in content.unsent]),
        "choices": _choices(rows),
        "shared": shared,
        "form": shared,
        "faulty": [row for row in rows if not row.is_right],
        "begin": _where_to_begin(rows),
        "right": sum(row.is_right for row in rows),
        "most_at_once": MOST_AT_ONCE,
        "sent": len(content.rows) - len(rows),
        "unused": content.unused,
        "listing": listing,
    }
    status = HTTPStatus.CONFLICT if changed else HTTPStatus.OK
    return render(request, "referrals/several.html", context, status=status)


def _name_followed(request: StaffRequest, rows: list[CheckedRow]) -> None:
    """Give the rows the numbers of the unit's own referrals that stand in their way. At most one statement."""
    in_the_way = {row.ours: row for row in rows if row.ours}
    if in_the_way:
        visible = Referral.objects.visible_to(request.user).filter(pk__in=in_the_way)
        for key, number in visible.values_list("pk", "number"):
            in_the_way[key].followed = number


def _where_to_begin(rows: list[CheckedRow]) -> tuple[str, str]:
    """Row and column of the first field that is wrong, else of the first field there is."""
    fields = [(row.row.key, cell.column.name, bool(cell.fault)) for row in rows for cell in row.cells]
    first = next((one for one in fields if one[2]), fields[0] if fields else ("", "", False))
    return first[0], first[1]


def _choices(rows: list[CheckedRow]) -> list[tuple[str, list[str]]]:
    """What may stand in the columns of choices that the list has, by field."""
    if not rows:
        return []
    form = rows[0].form
    asked = {cell.column.name: form.fields.get(cell.column.name) for cell in rows[0].cells if cell.column.is_choice}
    return [(name, labels_of(one)) for name, one in asked.items() if isinstance(one, forms.ChoiceField)]


@access(senders)
@require_safe
@_of_own_list
def sent(request: StaffRequest, listing: ReferralListDraft) -> HttpResponse:
    """The numbers of what was sent from a list, and how many rows are left in it."""
    content = Content.of(listing)
    keys = [row.key for row in content.rows if row.is_sent]
    found = Referral.objects.visible_to(request.user).filter(submission_id__in=keys)
    referrals = list(found.select_related("person", "jobbtorg").with_clock().order_by("pk"))
    promises = promises_for_sender(referrals)
    rows = [
        (one, PROTECTED_NAME if one.person.is_protected else one.said_name, _last_day(one, promises.get(one.pk)))
        for one in referrals
    ]
    context = {"rows": rows, "left": len(content.unsent), "listing": listing}
    return render(request, "referrals/several_sent.html", context)


def _last_day(referral: Referral, promise: Coverage | None) -> str:
    """What was promised, or that the unit follows the case no longer, and so not its clock."""
    return no_longer_followed(referral) if promise is None else original_last_day(referral.clock, promise)


@access(senders)
@get_or_post
@_of_own_list
def discard(request: StaffRequest, listing: ReferralListDraft) -> HttpResponse:
    """Remove a list, after a page that asks. What was sent from it stays sent."""
    context: dict[str, Any] = {
        "listing": listing,
        "left": len(Content.of(listing).unsent),
        "seen": shown_list(listing),
    }
    if request.method == "POST":
        try:
            discard_list(actor=request.user, list_id=listing.pk, seen_list=seen_in(request))
        except ChangedMeanwhileError as changed:
            context["changed"] = changed
            log_access(request, AccessKind.READ, subject=SUBJECT)
            return render(request, "referrals/several_discard.html", context, status=409)
        messages.success(request, "Listan är borttagen.")
        return redirect(reverse("referral_inbox"))
    return render(request, "referrals/several_discard.html", context)
