"""Keeping what stands in a form while it is being typed, and throwing away what was kept."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from organisation.access.acting import acting_for
from organisation.access.rules import StaffRequest, access, anyone, signed_in
from organisation.access.written import fetched_page, short, written_in
from organisation.sign_in.session_limits import passive
from workbench.unsaved.kept import author_of, put_back_in
from workbench.unsaved.operations import drop_text, keep_text
from workbench.unsaved.worth_keeping import LONGEST_TEXT, is_kept_at_all

LONGEST_SENT = 8 * LONGEST_TEXT
"""Characters of JSON: a letter may be written as six (\\u00e5), and the names of the fields come on top."""


def own_address(address: str) -> str:
    """An address of ours with its query, or nothing."""
    if not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return ""
    try:
        resolve(address.split("?")[0])
    except Resolver404:
        return ""
    return short(address)


@csrf_exempt
@access(anyone)
@require_POST
@passive
def keep_unsaved(request: HttpRequest) -> HttpResponse:
    """Keep what stands in a form, for the author whom its mark names. The page calls it by itself: it is no activity.

    Open to anyone and without the token against forgery, because a session may have ended, or a new one begun, since
    the page was fetched. The mark stands in for both: it is signed, and only the page that its author was shown has it.
    """
    written, address = written_in(request), own_address(request.POST.get("address", ""))
    fields = _fields_in(request.POST.get("fields", ""))
    if written is None or not address or fields is None:
        return HttpResponse(status=400)
    if not is_kept_at_all(fields):
        return HttpResponse(status=413)
    author = author_of(written)
    if author is not None:
        with acting_for(author):
            keep_text(
                actor=author,
                page=written.page.split("?")[0],
                address=address,
                fields=fields,
                fetched=fetched_page(request.POST.get("token", "")),
                key=put_back_in(request),
            )
    return HttpResponse(status=204)


def _fields_in(sent: str) -> dict[str, list[str]] | None:
    """Names and values as the page sends them, or None for anything else."""
    try:
        fields = json.loads(sent) if len(sent) <= LONGEST_SENT else None
    except (ValueError, RecursionError):  # RecursionError: brackets in brackets, thousands deep
        return None
    if not isinstance(fields, dict) or not all(isinstance(values, list) for values in fields.values()):
        return None
    return {str(name): [str(value) for value in values] for name, values in fields.items()}


@access(signed_in)
@require_POST
def drop_unsaved(request: StaffRequest) -> HttpResponse:
    """Throw away what was kept of a form, and go back to where that was asked for."""
    key = request.POST.get("key", "")
    if key.isdecimal() and len(key) < 18:
        drop_text(actor=request.user, key=int(key))
    written = written_in(request)
    return redirect(written.page if written and own_address(written.page) else "home")
