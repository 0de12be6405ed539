"""Loggranskning: a manager goes through a month of what the own staff has opened."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from audit.models import AccessKind, LogReview, ReviewResult
from audit.operations import finish_review, log_access
from core.forms import NO_DIAGNOSES, get_or_post, render_form, show_refusal
from core.refusals import OperationRefused
from organisation.access.permissions import Act
from organisation.access.rules import StaffRequest, access, allowed_to
from workbench.access_log.reviews import review_groups

PAGE_SIZE = 24

managers = allowed_to(Act.REVIEW_STAFF)


class ReviewForm(forms.Form):
    """What the review came to."""

    result = forms.ChoiceField(
        label="Vad gav granskningen?",
        choices=ReviewResult.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vad granskningen gav."},
    )
    comment = forms.CharField(
        label="Kommentar",
        help_text=f"Krävs vid avvikelse: vad det gäller och vad du har gjort. {NO_DIAGNOSES}",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@access(managers)
@require_safe
def log_review_list(request: StaffRequest) -> HttpResponse:
    """The unit's months, the latest first."""
    reviews = LogReview.objects.visible_to(request.user).select_related("reviewed_by")
    reviews = reviews.annotate(events=Count("items")).order_by("-month")
    page = Paginator(reviews, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "workbench/access_log/log_review_list.html", {"page": page})


@access(managers)
@get_or_post
def log_review(request: StaffRequest, pk: int) -> HttpResponse:
    """One month's events, and the form that says what they came to."""
    reviews = LogReview.objects.visible_to(request.user).select_related("jobbtorg", "reviewed_by")
    review = get_object_or_404(reviews, pk=pk)
    log_access(request, AccessKind.READ, subject="Loggranskning")
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        result, comment = ReviewResult(form.cleaned_data["result"]), form.cleaned_data["comment"]
        try:
            finish_review(actor=request.user, review=review, result=result, comment=comment)
        except OperationRefused as refusal:
            show_refusal(form, refusal)
            review.refresh_from_db()  # done in another window, it may be
        else:
            messages.success(request, f"Granskningen av {review.month:%Y-%m} är klar.")
            return redirect("log_review_list")
    return render_form(
        request, "workbench/access_log/log_review.html", form, review=review, groups=review_groups(review)
    )
