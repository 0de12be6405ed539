"""Where a form ends: on the page that its link came from, else where the form ends by itself.

A link says it as `?tillbaka=<path with query>`, a form that is nothing but a button as a hidden field of that name.
Only pages of this service are led to.
"""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

PARAMETER = "tillbaka"
"""The name under which a link or a form says where it came from."""

LONGEST = 1000
"""Characters of an address to go back to; a longer one is none of ours."""


def own_path(wanted: str, default: str) -> str:
    """The address if it is a page of this service, else the default: nobody is led elsewhere."""
    if not wanted.startswith("/") or len(wanted) > LONGEST:
        return default
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return default
    try:
        resolve(wanted.split("#")[0].split("?")[0])
    except Resolver404:
        return default
    return wanted


def way_back(request: HttpRequest, default: str) -> str:
    """Where the form that this request shows or sends ends, once it is saved or left."""
    return own_path(request.POST.get(PARAMETER) or request.GET.get(PARAMETER, ""), default)


def here(request: HttpRequest) -> str:
    """The page that a link is shown on: of a part that is fetched into a page, that page."""
    htmx = getattr(request, "htmx", None)
    return (htmx.current_url_abs_path if htmx else None) or request.get_full_path()


def leads_back_to(address: str) -> str:
    """What a link's query says in order to end at the address: "tillbaka=%2Farenden%2F5%3Fdel%3D2"."""
    return f"{PARAMETER}={quote(address, safe='')}"
