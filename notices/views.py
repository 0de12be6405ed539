"""Reading notices."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.forms import get_or_post, render_form
from notices.choices import always_sent
from notices.forms import NoticeSettingsForm
from notices.leading import leads_somewhere
from notices.models import Notice
from notices.operations import choose_notices, mark_all_read, mark_read
from notices.shown.groups import by_day
from notices.shown.names import names_in
from notices.switched_off import settings_of
from organisation.access.rules import StaffRequest, access, signed_in

PAGE_SIZE = 50


@access(signed_in)
def notice_list(request: StaffRequest) -> HttpResponse:
    """The user's own notices by day and kind, newest first, with the names of those whom the user may open."""
    notices = Notice.objects.filter(recipient=request.user)
    page = Paginator(notices, PAGE_SIZE).get_page(request.GET.get("page"))
    newest = notices.aggregate(newest=Max("pk"))["newest"]
    names = names_in(request, [notice.text for notice in page])
    days = by_day(page, names, timezone.localdate())
    return render(request, "notices/notice_list.html", {"page": page, "days": days, "newest": newest})


@access(signed_in)
@require_POST
def notice_open(request: StaffRequest, pk: int) -> HttpResponse:
    """Go where a notice points, and mark it read; what the reader may not open any more is said here instead."""
    notice = get_object_or_404(Notice, pk=pk, recipient=request.user)
    mark_read(actor=request.user, notice=notice)
    if notice.path and not leads_somewhere(request.user, notice.path):
        messages.info(request, "Det som notisen handlar om kan du inte öppna längre.")
        return redirect("notices")
    return redirect(notice.path or "notices")


@access(signed_in)
@require_POST
def notice_read(request: StaffRequest, pk: int) -> HttpResponse:
    """Mark one notice read, and stay on the page."""
    notice = get_object_or_404(Notice, pk=pk, recipient=request.user)
    mark_read(actor=request.user, notice=notice)
    page = request.POST.get("page", "")
    return redirect(f"{reverse('notices')}?page={page}" if page.isdecimal() and len(page) < 19 else "notices")


@access(signed_in)
@require_POST
def notices_read(request: StaffRequest) -> HttpResponse:
    """Mark read all that there were when the page was opened; what has come since stays unread."""
    newest = request.POST.get("newest", "")
    mark_all_read(actor=request.user, newest_seen=int(newest) if newest.isdecimal() and len(newest) < 19 else 0)
    return redirect("notices")


@access(signed_in)
@get_or_post
def notice_settings(request: StaffRequest) -> HttpResponse:
    """Which notices the user gets, and whether a letter comes in the morning."""
    user = request.user
    form = NoticeSettingsForm(user, settings_of(user), request.POST if request.method == "POST" else None)
    if form.is_valid():
        choose_notices(actor=user, **form.cleaned_data)
        messages.success(request, "Inställningarna är sparade.")
        return redirect("notice_settings")
    return render_form(request, "notices/settings.html", form, always=always_sent(user))
