"""What a jobbtorg can tell the unit of a case now: a month's attendance, a follow-up, a job that was declined."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from activities.choices import OfferAnswer
from activities.models import JobOffer
from aspirants.models import Disclosure, DisclosureContent, Enrolment
from aspirants.shown import NO_UNIT
from core.refusals import OperationRefused
from core.seen import Seen, facts_of
from core.swedish.dates import long_date, moment_in_words
from jobplans.models import FollowUp, FollowUpStatus
from referrals.telling.attendance import attendance_rows, month_in_words, months_of
from referrals.telling.told import ShownTold

ATTENDANCE, FOLLOW_UP, OFFER = "narvaro", "uppfoljning", "erbjudande"
SHOWN_MONTHS = 3
GONE = "Det finns inte längre något att lämna."


@dataclass(frozen=True)
class Matter:
    """One thing that can be told: its key in the page's address, what it is in words, when it was told last."""

    key: str
    title: str
    told_at: datetime.datetime | None = None


def follow_ups_held(enrolment: Enrolment) -> list[FollowUp]:
    """The follow-ups of a case that were held, the latest first."""
    return list(FollowUp.objects.filter(enrolment=enrolment, status=FollowUpStatus.HELD).order_by("-held_at", "-pk"))


def matters_of(
    enrolment: Enrolment, told: Iterable[ShownTold], held: Iterable[FollowUp], today: datetime.date
) -> list[Matter]:
    """What can be told of a case to its unit, what has not been told first.

    The latest three months and the follow-ups `held`; a declined job is told from where it stands, under *Arbete*.
    `told`: what has been told.
    """
    unit = str(enrolment.income_support_unit)
    last = {one.about: one.at for one in told if one.to_unit and one.receiver == unit}
    months = months_of(enrolment, today)[:SHOWN_MONTHS]
    found = [(f"{ATTENDANCE}-{month:%Y-%m}", f"Närvaro {month_in_words(month)}") for month in months]
    found += [(f"{FOLLOW_UP}-{one.pk}", _follow_up_title(one)) for one in held]
    matters = [Matter(key, title, last.get(key)) for key, title in found]
    return sorted(matters, key=lambda one: one.told_at is not None)


def _follow_up_title(follow_up: FollowUp) -> str:
    assert follow_up.held_at is not None, "a follow-up that was held has a time"
    return f"Uppföljning {long_date(timezone.localdate(follow_up.held_at))}"


def content_of(key: str) -> DisclosureContent:
    """What kind of information it is. Raises OperationRefused for a key that names nothing."""
    kinds = {
        ATTENDANCE: DisclosureContent.ATTENDANCE,
        FOLLOW_UP: DisclosureContent.FOLLOW_UP,
        OFFER: DisclosureContent.DECLINED_OFFER,
    }
    kind, _, _ = key.partition("-")
    if kind not in kinds:
        raise OperationRefused(GONE)
    return kinds[kind]


def rows_to_tell(enrolment: Enrolment, key: str, today: datetime.date) -> list[tuple[str, str]]:
    """What would be told, as rows of label and value. Raises OperationRefused where it is not there to be told."""
    kind, _, number = key.partition("-")
    if kind == ATTENDANCE:
        month = next((one for one in months_of(enrolment, today) if f"{one:%Y-%m}" == number), None)
        if month is not None:
            return attendance_rows(enrolment, month, today)
    elif number.isdecimal() and len(number) < 18:
        rows = _follow_up_rows(enrolment, int(number)) if kind == FOLLOW_UP else _offer_rows(enrolment, int(number))
        if rows:
            return rows
    raise OperationRefused(GONE)


def told_before(enrolment: Enrolment, key: str) -> str:
    """How often the case's unit has been told it, when last and by whom, in words; "" where never. One statement."""
    told = Disclosure.objects.to_units().filter(enrolment=enrolment, recipient=enrolment.income_support_unit, about=key)
    found = list(told.select_related("disclosed_by").order_by("-disclosed_at", "-pk"))
    if not found:
        return ""
    times = "en gång," if len(found) == 1 else f"{len(found)} gånger, senast"
    return f"{times} {moment_in_words(timezone.localtime(found[0].disclosed_at))} av {found[0].disclosed_by}"


def shown_matter(enrolment: Enrolment, key: str, rows: list[tuple[str, str]], before: str) -> Seen:
    """What the page shows of what would be told, to which unit, and that it was told `before`."""
    to_whom = ("Mottagare", enrolment.income_support_unit or NO_UNIT)
    return Seen(f"tell-{enrolment.pk}-{key}", facts_of([to_whom, *rows, ("Redan lämnat", before)]))


def _follow_up_rows(enrolment: Enrolment, key: int) -> list[tuple[str, str]]:
    """The day, the result and the next day; never what was noted, nor a meeting."""
    held = FollowUp.objects.filter(enrolment=enrolment, status=FollowUpStatus.HELD, pk=key).first()
    if held is None or held.held_at is None:
        return []
    rows = [("Uppföljning", long_date(timezone.localdate(held.held_at))), ("Resultat", held.get_result_display())]
    planned = (
        FollowUp.objects.filter(enrolment=enrolment, status=FollowUpStatus.PLANNED).select_related("clock").first()
    )
    if planned is not None and planned.clock.due_on is not None:
        rows.append(("Nästa uppföljning", f"senast {long_date(planned.clock.due_on)}"))
    return rows


def _offer_rows(enrolment: Enrolment, key: int) -> list[tuple[str, str]]:
    offer = JobOffer.objects.filter(enrolment=enrolment, answer=OfferAnswer.DECLINED, pk=key).first()
    if offer is None or offer.answered_at is None:
        return []
    return [
        ("Jobb erbjudet", long_date(offer.offered_on)),
        ("Arbetsgivare", offer.employer),
        ("Tackade nej", long_date(timezone.localdate(offer.answered_at))),
    ]
