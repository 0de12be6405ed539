"""Two at once about one transfer, each on a connection of their own: one act is done, the other is refused."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from aspirants.models import DisclosureBasis, Enrolment
from casework.models import CaseTransfer, TransferStatus
from casework.operations import close_case
from casework.shown import shown_case
from core.refusals import OperationRefused
from demo.factories import ClosureReasonFactory, DeadlineClockFactory, EnrolmentFactory, UserFactory
from meetings.choices import MeetingStatus
from meetings.models import Meeting
from meetings.operations import log_meeting
from tests.casework.transfers import accepted, returned, sent, taken_back
from tests.roles import at_desk
from tests.same_moment import at_the_same_moment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("on_a_working_day")]

ROUNDS = 6


class Office:
    """Two jobbtorg with their managers, a coach, and a case on offer."""

    def __init__(self) -> None:
        self.coach = UserFactory(coach=True)
        self.manager = UserFactory(manager=True, jobbtorg=self.coach.jobbtorg)
        self.receiver = UserFactory(manager=True)
        self.other_receiver = UserFactory(manager=True, jobbtorg=self.receiver.jobbtorg)
        self.reason = ClosureReasonFactory(illness=True)

    def offer(self) -> CaseTransfer:
        case = EnrolmentFactory(coach=self.coach)
        DeadlineClockFactory(enrolment=case)
        return sent(self.manager, case, self.receiver.jobbtorg)

    def close(self, case: Enrolment) -> None:
        with at_desk(self.coach):
            close_case(
                actor=self.coach,
                enrolment=case,
                seen_case=shown_case(case),
                closed_on=timezone.localdate(),
                reason=self.reason,
                basis=DisclosureBasis.OSL_26_1,
            )

    def log(self, case: Enrolment) -> None:
        with at_desk(self.coach):
            log_meeting(
                actor=self.coach,
                enrolment=case,
                status=MeetingStatus.PRESENT,
                starts_at=timezone.now(),
                submission_id=uuid.uuid4(),
            )


def became(*acts: Callable[[], Any]) -> list[str]:
    """What became of each, at the same moment: "done", or "refused"."""
    return ["refused" if isinstance(answer, OperationRefused) else "done" for answer in at_the_same_moment(*acts)]


def page_of(transfer: CaseTransfer) -> CaseTransfer:
    """As a page of its own has read it."""
    return CaseTransfer.objects.select_related(
        "enrolment__person", "enrolment__jobbtorg", "enrolment__coach", "origin", "destination"
    ).get(pk=transfer.pk)


def test_accepted_twice() -> None:
    office = Office()
    for _ in range(ROUNDS):
        transfer = office.offer()
        mine, theirs = page_of(transfer), page_of(transfer)
        found = became(partial(accepted, office.receiver, mine), partial(accepted, office.other_receiver, theirs))
        assert sorted(found) == ["done", "refused"]
        case = transfer.enrolment
        case.refresh_from_db()
        assert case.jobbtorg == office.receiver.jobbtorg
        assert case.stays.count() == 2
        assert case.stays.filter(ended_on=None).count() == 1


def test_accepted_while_it_is_taken_back() -> None:
    office = Office()
    for _ in range(ROUNDS):
        transfer = office.offer()
        mine, theirs = page_of(transfer), page_of(transfer)
        found = became(partial(accepted, office.receiver, mine), partial(taken_back, office.manager, theirs))
        assert sorted(found) == ["done", "refused"]
        transfer.refresh_from_db()
        moved = found[0] == "done"
        assert transfer.status == (TransferStatus.ACCEPTED if moved else TransferStatus.TAKEN_BACK)
        case = Enrolment.objects.get(pk=transfer.enrolment_id)
        assert case.jobbtorg_id == (office.receiver if moved else office.manager).jobbtorg_id


def test_returned_while_it_is_taken_back() -> None:
    office = Office()
    for _ in range(ROUNDS):
        transfer = office.offer()
        mine, theirs = page_of(transfer), page_of(transfer)
        found = became(partial(returned, office.receiver, mine), partial(taken_back, office.manager, theirs))
        assert sorted(found) == ["done", "refused"]
        assert Enrolment.objects.get(pk=transfer.enrolment_id).jobbtorg == office.manager.jobbtorg


def test_accepted_while_the_coach_closes_the_case() -> None:
    office = Office()
    for _ in range(ROUNDS):
        transfer = office.offer()
        mine, theirs = page_of(transfer), page_of(transfer)
        found = became(partial(accepted, office.receiver, mine), partial(office.close, theirs.enrolment))
        assert sorted(found) == ["done", "refused"]
        case = Enrolment.objects.get(pk=transfer.enrolment_id)
        transfer.refresh_from_db()
        if found[0] == "done":
            assert (case.is_open, case.jobbtorg) == (True, office.receiver.jobbtorg)
        else:
            assert (case.is_open, case.jobbtorg) == (False, office.manager.jobbtorg)
            assert transfer.status == TransferStatus.ENDED


def test_accepted_while_the_coach_logs_a_meeting() -> None:
    """Either the meeting was logged at the jobbtorg before the case moved, or logging is refused."""
    office = Office()
    for _ in range(ROUNDS):
        transfer = office.offer()
        mine, theirs = page_of(transfer), page_of(transfer)
        found = became(partial(accepted, office.receiver, mine), partial(office.log, theirs.enrolment))
        assert found[0] == "done"
        assert Meeting.objects.filter(enrolment=transfer.enrolment_id).count() == (found[1] == "done")
        assert Enrolment.objects.get(pk=transfer.enrolment_id).jobbtorg == office.receiver.jobbtorg


def test_sent_twice() -> None:
    office = Office()
    for _ in range(ROUNDS):
        case = EnrolmentFactory(coach=office.coach)
        colleague = UserFactory(manager=True, jobbtorg=office.coach.jobbtorg)
        pages = [Enrolment.objects.select_related("person", "jobbtorg", "coach").get(pk=case.pk) for _ in range(2)]
        found = became(
            partial(sent, office.manager, pages[0], office.receiver.jobbtorg),
            partial(sent, colleague, pages[1], office.receiver.jobbtorg),
        )
        assert sorted(found) == ["done", "refused"]
        assert case.transfers.count() == 1
