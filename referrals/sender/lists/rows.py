"""The rows of a sender's list: its own referrals, and the cases it has been told of and did not refer (R-4-11)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Prefetch
from django.http import QueryDict
from django.utils import timezone

from aspirants.models import PROTECTED_NAME
from deadlines.models import DeadlineClock
from organisation.lists.filters import ORDER
from organisation.models import User
from referrals.choices import Side
from referrals.models import QuestionThread, Referral
from referrals.sender.lists.filters import SentFilter
from referrals.sender.lists.situations import DEFAULT_ORDER, OTHERS, in_order, narrowed, with_situation
from referrals.sender.next_dates import NextDates
from referrals.sender.promised import promises_for_sender
from referrals.sender.status_texts import ShownStatus, StatusText, status_for_sender, status_text_for_sender
from referrals.views.lists import IN_A_LIST, OF_ITS_CLOCK

SHOWN = (
    "clock",
    "jobbtorg__name",
    "decline_reason",
    "enrolment",
    "said_first_name",
    "said_last_name",
    "sent_by",
    "fit_for_work",
)
"""What a row shows besides what any list of referrals does."""
WHY_COVERED = ("covered_reason", "covered_by", "covered_rule_from")
CLOCKS_SHOWN = Prefetch("clock", DeadlineClock.objects.select_related("policy").only(*OF_ITS_CLOCK, *WHY_COVERED))
"""Apart from the referrals: the clock of a case that the unit follows no more is not there for it."""


@dataclass(frozen=True)
class SentRow:
    """One referral as its sender's list shows it; `follow_up_on` is the last day of the next follow-up, if known."""

    referral: Any
    name: str
    status: ShownStatus
    status_text: StatusText
    follow_up_on: datetime.date | None
    has_question: bool


@dataclass(frozen=True)
class ToldRow:
    """A case that another unit referred, or nobody did, and that this one has been told of."""

    enrolment: int
    case_no: str
    name: str
    told_at: datetime.datetime
    has_question: bool


@dataclass(frozen=True)
class Listed:
    """What was asked for: the filters, the referrals that pass them, and how these are narrowed and sorted."""

    filters: SentFilter
    referrals: Any
    chosen: str
    order: str
    today: datetime.date

    @property
    def rows(self) -> Any:
        """The referrals in their order, with all that a row says. None under the chip of what others have referred."""
        if self.chosen == OTHERS:
            return self.referrals.none()
        found = narrowed(self.referrals, self.chosen, self.today).with_last_event().with_news()
        found = found.select_related("person", "jobbtorg").prefetch_related(CLOCKS_SHOWN)
        return in_order(found.only(*IN_A_LIST, *SHOWN), self.order)


def listed(user: User, query: QueryDict) -> Listed:
    """What a query asks of the referrals a user follows. An unknown choice narrows nothing; its field says so."""
    filters = SentFilter(query, queryset=with_situation(Referral.objects.visible_to(user), user), user=user)
    found = filters.qs if filters.form.is_valid() else filters.queryset
    known = filters.known()
    return Listed(filters, found, known.get("visa", ""), known.get(ORDER, DEFAULT_ORDER), timezone.localdate())


def sent_rows(referrals: Iterable[Any], today: datetime.date) -> list[SentRow]:
    """Rows of referrals that `Listed.rows` gave.

    At most one statement besides, and two of those whose fitness for work was to be investigated.
    """
    page = list(referrals)
    dates, promises = NextDates(today), promises_for_sender(page)
    return [
        SentRow(
            one,
            shown_name(one),
            status_for_sender(one),
            status_text_for_sender(one, promises.get(one.pk)),
            dates.follow_up_of(one),
            one.has_question,
        )
        for one in page
    ]


def shown_name(referral: Referral) -> str:
    """The name in the sender's list, as the unit wrote it; a protected person's is never in one (docs/access.md)."""
    return PROTECTED_NAME if referral.person.is_protected else referral.said_name


def told_rows(*, most: int) -> list[ToldRow]:
    """The cases that the acting user's unit has been told of and has no referral to, told of last first. One
    statement, two where there are any. `most`: so many at most.

    The database cuts them: the views show a stadsdel its own.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT told.enrolment_id, told.case_no, told.is_protected, told.first_name, told.last_name,"
            " latest.at FROM (SELECT * FROM referrals_told_elsewhere ORDER BY at DESC, enrolment_id LIMIT %s) latest"
            " JOIN referrals_told_case told ON told.enrolment_id = latest.enrolment_id ORDER BY 6 DESC, 1",
            [most],
        )
        found = cursor.fetchall()
    if not found:
        return []
    asked = QuestionThread.objects.waiting_for(Side.UNIT).filter(enrolment__in=[key for key, *_ in found]).order_by()
    waiting = set(asked.values_list("enrolment_id", flat=True))
    return [
        ToldRow(key, case_no, PROTECTED_NAME if is_hidden else f"{first} {last}", at, key in waiting)
        for key, case_no, is_hidden, first, last, at in found
    ]
