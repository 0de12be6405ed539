"""The notices that the last two weeks' events have left, in the same words and keys as the operations use."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from aspirants.models import Protection
from deadlines.choices import not_kept
from deadlines.models import Breach
from demo.city.rows import Rows
from demo.city.staff import Staff
from jobplans.models import PlanCommunication
from notices.choices import NoticeKind
from notices.models import Notice
from organisation.models import User
from referrals.models import Referral, ReferralEvent, ReferralStatus

DAYS_OF_NOTICES = 14
READ_WITHIN = timedelta(hours=5)


Event = tuple[User, NoticeKind, str, str, str, datetime]
"""Who is notified of what kind of thing: the event's key, the text, the path and the instant."""


class NoticeWriter:
    """Writes notices of saved rows. Older ones are mostly read; there are none about protected persons."""

    def __init__(self, since: datetime, chance: random.Random, rows: Rows, staff: Staff) -> None:
        self._since, self._chance, self._rows, self._staff = since, chance, rows, staff
        self._unread_since = since + timedelta(days=DAYS_OF_NOTICES - 4)

    def write(self) -> None:
        for recipient, kind, key, text, path, at in self._events():
            read = at < self._unread_since and self._chance.random() < 0.8
            notice = Notice(recipient=recipient, kind=kind, event_key=key, text=text, path=path)
            notice.read_at = at + READ_WITHIN if read else None
            self._rows.add(notice, at)
        self._rows.save()

    def _events(self) -> Iterator[Event]:
        yield from self._breaches()
        yield from self._assignments()
        yield from self._communications()
        yield from self._declined()

    def _breaches(self) -> Iterator[Event]:
        breaches = (
            Breach.objects.filter(
                stamped_at__gte=self._since, clock__covered=True, clock__person__protection=Protection.NONE
            )
            .select_related("clock__policy", "clock__enrolment__coach", "jobbtorg")
            .order_by("pk")
        )
        for breach in breaches:
            clock = breach.clock
            text = f"{not_kept(clock.kind, clock.reference)}: sista dagen var {breach.due_on}"
            path = f"/arenden/{clock.enrolment_id}/" if clock.enrolment_id else f"/frister/{clock.pk}/varfor"
            recipients = [self._staff.managers[breach.jobbtorg.code]]
            if clock.enrolment and clock.enrolment.coach:
                recipients.append(clock.enrolment.coach)
            for recipient in recipients:
                yield recipient, NoticeKind.BREACH, f"breach-{clock.pk}", text, path, breach.stamped_at

    def _assignments(self) -> Iterator[Event]:
        enrolled = (
            ReferralEvent.objects.filter(
                status=ReferralStatus.ENROLLED, at__gte=self._since, referral__person__protection=Protection.NONE
            )
            .select_related("referral__enrolment__coach")
            .order_by("pk")
        )
        for event in enrolled:
            case = event.referral.enrolment
            assert case is not None
            if case.coach is not None:
                yield (
                    case.coach,
                    NoticeKind.ASSIGNED,
                    f"assigned-{case.pk}",
                    f"Du har fått ärende {case.case_no}",
                    f"/arenden/{case.pk}/",
                    event.at,
                )

    def _communications(self) -> Iterator[Event]:
        sent = (
            PlanCommunication.objects.filter(
                sent_at__gte=self._since, version__plan__enrolment__person__protection=Protection.NONE
            )
            .select_related("version__plan__enrolment__referral", "unit")
            .order_by("pk")
        )
        for communication in sent:
            case = communication.version.plan.enrolment
            text = f"Jobbplanen i ärende {case.case_no} har kommit"
            for caseworker in self._staff.caseworkers[communication.unit.code]:
                path = f"/remisser/{case.referral.pk}/"
                yield caseworker, NoticeKind.PLAN, f"plan-{communication.version_id}", text, path, communication.sent_at

    def _declined(self) -> Iterator[Event]:
        declined = (
            Referral.objects.filter(status=ReferralStatus.DECLINED, person__protection=Protection.NONE)
            .filter(events__status=ReferralStatus.DECLINED, events__at__gte=self._since)
            .select_related("sent_by")
            .order_by("pk")
        )
        for referral in declined:
            text = f"Remiss {referral.number} har avböjts: {referral.get_decline_reason_display().lower()}"
            at = referral.events.get(status=ReferralStatus.DECLINED).at
            yield (
                referral.sent_by,
                NoticeKind.REFERRAL,
                f"declined-{referral.pk}",
                text,
                f"/remisser/{referral.pk}/",
                at,
            )
