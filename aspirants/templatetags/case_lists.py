"""The list that a case was opened from: the way back to it, and to the cases beside it."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.urls import reverse
from django.utils.http import urlencode

from aspirants.models import Enrolment
from organisation.lists.neighbours import Neighbour, neighbours_of
from organisation.lists.registry import Place, place_in

register = template.Library()

PARAMETER = "lista"


@dataclass(frozen=True)
class WayThrough:
    """What the case page says of the list: where in it the case is, and the pages of the cases beside it."""

    number: int
    total: int
    before_url: str
    after_url: str


def place_of(request: HttpRequest | None) -> Place | None:
    """The list that a page was opened from, None where it names none."""
    return place_in(request.GET.get(PARAMETER, "")) if request is not None else None


@register.simple_tag(takes_context=True)
def list_one_came_from(context: Context) -> Place | None:
    """The list that the page was opened from, with how it was filtered and the row. No statement."""
    return place_of(context.get("request"))


@register.simple_tag(takes_context=True)
def way_through_list(context: Context, enrolment: Enrolment) -> WayThrough | None:
    """The cases before and after this one in that list. One or two statements, none where no list is named."""
    request: HttpRequest | None = context.get("request")
    place = place_of(request)
    if place is None or request is None or enrolment.read_through is not None:
        return None
    found = neighbours_of(request.user, place, enrolment.pk)  # type: ignore[arg-type]
    name = request.resolver_match.url_name if request.resolver_match else ""
    tab = name if name and name in TABS else "case"
    return WayThrough(found.number, found.total, _url(tab, found.before), _url(tab, found.after))


TABS = frozenset({"case", "case_meetings", "case_referral", "case_history"})
"""The tabs that one stays on while going from case to case: every case has them."""


def _url(tab: str, neighbour: Neighbour | None) -> str:
    if neighbour is None:
        return ""
    return f"{reverse(tab, args=[neighbour.case])}?{urlencode({PARAMETER: neighbour.place})}"
