"""Questions as the pages show them: in a list, and one with all that was written."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from aspirants.models import PROTECTED_NAME, Enrolment
from organisation.models import IncomeSupportUnit, User
from referrals.choices import Side
from referrals.models import QuestionMessage, QuestionThread, Referral
from referrals.questions.grounds import is_consent_elsewhere
from referrals.questions.querysets import side_of
from referrals.sender.told import told_cases


@dataclass(frozen=True)
class ThreadRow:
    """A question in a list: what it is about, when somebody last wrote, and whose turn it is."""

    key: int
    subject: str
    name: str
    number: str
    last_at: datetime.datetime
    state: str
    color: str


@dataclass(frozen=True)
class ShownMessage:
    """One message as its page shows it; `received` says when the other side opened it first, if it has."""

    key: int
    is_own: bool
    by: str
    side: str
    at: datetime.datetime
    text: str
    corrects: datetime.datetime | None
    received_at: datetime.datetime | None
    received_by: str


def threads_about(
    user: User, *, referral: Referral | None = None, enrolment: Enrolment | int | None = None
) -> list[ThreadRow]:
    """The questions about a referral, or in a case by whichever way they were asked, the latest first. One statement.

    Without names: the page says whom it is about.
    """
    about = Q(referral=referral) if referral is not None else Q(enrolment=enrolment) | Q(referral__enrolment=enrolment)
    threads = list(_with_last(QuestionThread.objects.visible_to(user).filter(about)).order_by("-last_at", "-pk"))
    places = _places(user, threads)
    return [_row(user, thread, places, name="", number="") for thread in threads]


def listed(user: User) -> QuerySet[Any]:
    """The questions that a user sees, with what a row of their list says, the latest first."""
    threads = _with_last(QuestionThread.objects.visible_to(user))
    related = ("referral__person", "enrolment__person") if user.works_with_cases else ("referral__person",)
    return threads.select_related(*related).order_by("-last_at", "-pk")


def waiting_in_cases_of(user: User, *coaches: User) -> QuerySet[Any]:
    """The questions that wait for the jobbtorg in cases of the coaches that the user sees, closed ones too.

    `asked_by`: the side that asked; where it is the jobbtorg, an answer waits to be read. One statement.
    """
    written = QuestionMessage.objects.filter(thread=OuterRef("pk"))
    first, last = written.order_by("sent_at", "pk"), written.order_by("-sent_at", "-pk")
    threads = QuestionThread.objects.visible_to(user).waiting_for(Side.JOBBTORG)
    return (
        threads.filter(Q(enrolment__coach__in=coaches) | Q(referral__enrolment__coach__in=coaches))
        .annotate(asked_by=Subquery(first.values("side")[:1]), last_at=Subquery(last.values("sent_at")[:1]))
        .select_related("enrolment__person", "enrolment__coach")
        .select_related("referral__enrolment__person", "referral__enrolment__coach")
        .order_by("last_at", "pk")
    )


def rows_of(user: User, threads: Iterable[QuestionThread]) -> list[ThreadRow]:
    """Rows with the names that the user's pages show. For a unit the cases it did not refer take three statements."""
    page = list(threads)
    told: dict[int, tuple[str, str]] = {}
    others = [] if user.works_with_cases else [one.enrolment_id for one in page if one.enrolment_id is not None]
    if others:
        told = {case.enrolment: (case.name, case.case_no) for case in told_cases(user, of=others)}
    rows, places = [], _places(user, page)
    for thread in page:
        name, number = _named(user, thread, told)
        rows.append(_row(user, thread, places, name=name, number=number))
    return rows


def _places(user: User, threads: Iterable[QuestionThread]) -> dict[int, int]:
    """The key of the jobbtorg that has each case now, for a unit and the cases it did not refer.

    Asked only where a question rests on a consent. One statement then.
    """
    cases = [one.enrolment_id for one in threads if one.enrolment_id is not None and one.consent_id is not None]
    if user.works_with_cases or not cases:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, jobbtorg_id FROM referrals_our_case WHERE id = ANY(%s)", [cases])
        return dict(cursor.fetchall())


def _named(user: User, thread: QuestionThread, told: dict[int, tuple[str, str]]) -> tuple[str, str]:
    referral = thread.referral
    if referral is not None:
        hidden = referral.person.is_protected
        name = referral.person.name if user.works_with_cases else referral.said_name
        return (PROTECTED_NAME if hidden else name), referral.number
    if not user.works_with_cases:
        return told.get(thread.enrolment_id or 0, ("", ""))
    assert thread.enrolment is not None, "a question is about one thing"
    hidden = thread.enrolment.person.is_protected
    return (PROTECTED_NAME if hidden else thread.enrolment.person.name), thread.enrolment.case_no


def _with_last(threads: QuerySet[Any]) -> QuerySet[Any]:
    of_referral = {"followed_until": F("referral__followed_until"), "place": F("referral__jobbtorg")}
    return threads.select_related("consent").annotate(last_at=Max("messages__sent_at"), **of_referral)


def _row(user: User, thread: Any, places: dict[int, int], *, name: str, number: str) -> ThreadRow:
    jobbtorg = thread.place or places.get(thread.enrolment_id)
    state, color = state_in_words(user, thread, is_present=thread.followed_until is None, jobbtorg=jobbtorg)
    return ThreadRow(thread.pk, thread.subject, name, number, thread.last_at, state, color)


def state_in_words(user: User, thread: QuestionThread, *, is_present: bool, jobbtorg: int | None) -> tuple[str, str]:
    """Whose turn it is, as the user's side says it, and the colour of its tag.

    `is_present`: the unit is still told of the case; else neither side writes, and nobody waits. `jobbtorg`: the key of
    the one that has the referral or case now, None where the user does not know it.
    """
    if not thread.is_open:
        return "Avslutad", "neutral"
    if not is_present:
        return "Ärendet har en annan enhet", "neutral"
    if is_consent_elsewhere(thread, jobbtorg):
        return "Samtycket gäller inte här", "neutral"
    if thread.consent is not None and not thread.consent.holds_on(timezone.localdate()):
        return "Samtycket har upphört", "neutral"
    if not thread.waits_for:
        return "Besvarad", "success"
    if thread.waits_for == side_of(user):
        return "Väntar på er", "warning"
    return ("Väntar på enheten" if thread.waits_for == Side.UNIT else "Väntar på jobbtorget"), "info"


def messages_of(user: User, thread: QuestionThread) -> list[ShownMessage]:
    """What was written in a question, the first first. One statement."""
    own = side_of(user)
    found = thread.messages.select_related("author", "corrects", "disclosure__receipt_by").order_by("sent_at", "pk")
    return [_shown(one, own, thread.unit) for one in found]


def _shown(message: QuestionMessage, own: Side, unit: IncomeSupportUnit) -> ShownMessage:
    received = message.disclosure
    return ShownMessage(
        key=message.pk,
        is_own=message.side == own,
        by=str(message.author),
        side=str(unit) if message.side == Side.UNIT else "jobbtorget",
        at=message.sent_at,
        text=message.text,
        corrects=message.corrects.sent_at if message.corrects else None,
        received_at=received.receipt_at,
        received_by=str(received.receipt_by or ""),
    )
