"""Protecting a person who has been referred and has no case yet."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from casework.views.protection import changed, protection_form
from core.forms import get_or_post, render_form
from organisation.access.rules import StaffRequest, access
from referrals.access import receivers
from referrals.views.reading import open_referral


@access(receivers)
@get_or_post
def referral_protection(request: StaffRequest, pk: int) -> HttpResponse:
    """The protection of the person whom the referral is about."""
    referral = open_referral(request, pk)
    form = protection_form(request, referral.person)
    if changed(request, form, referral.person):
        if referral.person.is_protected and not request.user.protected_access:
            return redirect("referral_inbox")
        return redirect("referral_detail", pk=referral.pk)
    return render_form(request, "casework/referral_protection.html", form, referral=referral, person=referral.person)
