"""What both lists of referrals have: the row, what is fetched for it, and the page of the list."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import QuerySet

from core.reading.near_pages import NearPaginator
from organisation.access.rules import StaffRequest
from referrals.models import Referral
from referrals.sender.status_texts import StatusText

ROWS_PER_PAGE = 50
IN_A_LIST = (
    *("number", "status", "submitted_at", "received_on", "unit"),
    *("person__protection", "followed_until"),
)
"""What a row shows, or its words are made of. Not the identity number, which would be decrypted for each."""
OF_ITS_CLOCK = ("status", "due_on", "fulfilled_at", "covered", "coverage_awaited", "policy__start_event")
"""What its clock says of itself, by the names of the clock."""


@dataclass(frozen=True)
class Row:
    """One referral as a row of a list."""

    referral: Referral
    name: str
    status_text: StatusText
    flags: tuple[str, ...] = ()
    waits_for: str = ""


def page_of(request: StaffRequest, referrals: QuerySet[Referral]) -> Page[Referral]:
    """The page of the list that the query string asks for."""
    asked = request.GET.get("page", "")
    return NearPaginator(referrals, ROWS_PER_PAGE, asked).get_page(asked)
