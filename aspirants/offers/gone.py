"""An offer that no longer waits for the answer somebody was about to give."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render

from core.forms import typed_texts
from organisation.access.rules import StaffRequest


def offer_is_gone(request: StaffRequest, why: str, form: Form) -> HttpResponse:
    """What became of the offer, and the way to the list of those that wait; of an answer that was sent, its texts."""
    if request.method != "POST":
        messages.error(request, why)
        return redirect("referral_inbox")
    context = {"why": why, "texts": typed_texts(form)}
    return render(request, "aspirants/offer_gone.html", context, status=HTTPStatus.CONFLICT)
