"""Mina vyer: kept from a list, renamed and removed; and the columns of a list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from core.forms import get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from organisation.access.rules import StaffRequest, access, jobbtorg_staff
from organisation.lists.forms import ViewNameForm
from organisation.lists.operations import choose_list_columns, keep_view, remove_view, rename_view
from organisation.lists.registry import ListPage, address_of, list_of
from organisation.models import SavedView


def _list_asked_for(request: StaffRequest) -> ListPage:
    page = list_of(request.POST.get("list_key", ""))
    if page is None:
        raise Http404
    return page


@access(jobbtorg_staff)
@require_POST
def saved_view_keep(request: StaffRequest) -> HttpResponse:
    """Keep the filters of a list under a name, and go back to the list."""
    page = _list_asked_for(request)
    query = page.known(request.user, QueryDict(request.POST.get("query", "")))
    form = ViewNameForm(request.POST)
    if form.is_valid():
        try:
            view = keep_view(actor=request.user, page=page, query=query, **form.cleaned_data)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, f"Vyn ”{view.name}” är sparad.")
            return redirect(address_of(page, query))
    context = {"page": page, "query": query.urlencode(), "back": address_of(page, query)}
    return render_form(request, "organisation/lists/keep_view.html", form, **context)


@access(jobbtorg_staff)
@require_POST
def list_columns(request: StaffRequest) -> HttpResponse:
    """Remember which columns a list shows, and go back to it."""
    page = _list_asked_for(request)
    choose_list_columns(actor=request.user, page=page, columns=request.POST.getlist("column"))
    query = page.known(request.user, QueryDict(request.POST.get("query", "")))
    return redirect(address_of(page, query))


@access(jobbtorg_staff)
@get_or_post
def saved_views(request: StaffRequest) -> HttpResponse:
    """The user's views of all lists: each is opened, renamed or removed here."""
    form = ViewNameForm(request.POST if request.method == "POST" else None, auto_id=False)
    chosen = None
    if request.method == "POST":
        key = request.POST.get("view", "")
        known = key.isascii() and key.isdecimal() and len(key) < 19
        chosen = SavedView.objects.filter(owner=request.user, pk=int(key) if known else 0).first()
        if chosen is None:
            return redirect("saved_views")
        if request.POST.get("act") == "remove":
            remove_view(actor=request.user, view=chosen)
            messages.success(request, f"Vyn ”{chosen.name}” är borttagen.")
            return redirect("saved_views")
        if _renamed(request, form, chosen):
            return redirect("saved_views")
    return render_form(request, "organisation/lists/saved_views.html", form, rows=list(_rows(request, chosen)))


def _renamed(request: StaffRequest, form: ViewNameForm, view: SavedView) -> bool:
    if not form.is_valid():
        return False
    try:
        rename_view(actor=request.user, view=view, name=form.cleaned_data["name"])
    except OperationRefused as refusal:
        show_refusal(form, refusal)
        return False
    messages.success(request, f"Vyn heter nu ”{form.cleaned_data['name']}”.")
    return True


def _rows(request: StaffRequest, chosen: SavedView | None) -> Iterator[dict[str, Any]]:
    """Each view with its list; what was typed for the chosen one stands where it was typed."""
    for view in SavedView.objects.filter(owner=request.user):
        page = list_of(view.list_key)
        if page is not None:
            typed = request.POST.get("name", "") if chosen is not None and view.pk == chosen.pk else view.name
            yield {
                "view": view,
                "list": page.label,
                "url": address_of(page, QueryDict(view.query)),
                "typed": typed,
                "is_chosen": chosen is not None and view.pk == chosen.pk,
            }
