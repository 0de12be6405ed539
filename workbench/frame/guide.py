"""Help in plain Swedish, by role."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from organisation.access.rules import StaffRequest, access, signed_in


@access(signed_in)
def guide(request: StaffRequest) -> HttpResponse:
    """What the user's role does in the service, in the order of a working day, and the keyboard shortcuts."""
    return render(request, "workbench/frame/help.html", {"role": request.user.role})
