"""Reading notices."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from notices.models import Notice
from notices.operations import mark_all_read
from organisation.access import StaffRequest, access, signed_in

PAGE_SIZE = 50


@access(signed_in)
def notice_list(request: StaffRequest) -> HttpResponse:
    """The user's own notices, newest first."""
    page = Paginator(Notice.objects.filter(recipient=request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "notices/notice_list.html", {"page": page})


@access(signed_in)
@require_POST
def notice_open(request: StaffRequest, pk: int) -> HttpResponse:
    """Go where a notice points, and mark it read."""
    notice = get_object_or_404(Notice, pk=pk, recipient=request.user)
    if notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])
    return redirect(notice.path or "notices")


@access(signed_in)
@require_POST
def notices_read(request: StaffRequest) -> HttpResponse:
    """Mark all notices read."""
    mark_all_read(actor=request.user)
    return redirect("notices")
