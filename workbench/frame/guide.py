"""Help in plain Swedish, by role."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render

from organisation.access.rules import StaffRequest, access, signed_in
from organisation.models import Role


class Guide(NamedTuple):
    """What the page holds for a role: the template of the everyday tasks, and those of the sections below it."""

    everyday: str
    parts: tuple[str, ...] = ()


_SEARCH, _SECRECY = "workbench/frame/help/_search.html", "workbench/frame/help/_secrecy.html"

GUIDES: dict[Role, Guide] = {
    Role.COACH: Guide("workbench/frame/help/_coach.html", (_SEARCH, _SECRECY)),
    Role.MANAGER: Guide("workbench/frame/help/_manager.html", (_SEARCH, _SECRECY)),
    Role.CASEWORKER: Guide("workbench/frame/help/_sender.html", (_SEARCH,)),
    Role.DISTRICT_MANAGER: Guide("workbench/frame/help/_sender.html", (_SEARCH,)),
    Role.CENTRAL_COORDINATOR: Guide("workbench/frame/help/_coordinator.html"),
    Role.ADMIN: Guide("workbench/frame/help/_administrator.html"),
    Role.LOG_REVIEWER: Guide("workbench/frame/help/_log_reviewer.html"),
}


@access(signed_in)
def guide(request: StaffRequest) -> HttpResponse:
    """What the user's role does in the service, in the order of a working day, and the keyboard shortcuts."""
    return render(request, "workbench/frame/help.html", GUIDES[Role(request.user.role)]._asdict())
