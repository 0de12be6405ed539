"""Every transition of a joining that the table holds, and every one that it does not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.models import PersonJoin
from casework.workflow.joining import TRANSITIONS, JoinStatus, can_become, require_transition
from core.refusals import OperationRefused
from demo.factories import ClosureReasonFactory, EnrolmentFactory, OpeningFactory, UserFactory
from tests.casework.joining import accept, decline, join, undo, withdraw

ACTS = {
    JoinStatus.JOINED: accept,
    JoinStatus.DECLINED: decline,
    JoinStatus.WITHDRAWN: withdraw,
    JoinStatus.UNDONE: undo,
}
"""What leads to each state but the first."""

EDGES = {
    (JoinStatus.ASKED, JoinStatus.JOINED),
    (JoinStatus.ASKED, JoinStatus.DECLINED),
    (JoinStatus.ASKED, JoinStatus.WITHDRAWN),
    (JoinStatus.JOINED, JoinStatus.UNDONE),
}
"""Written out, independently of the table."""


class Question:
    """A joining that a manager has asked another jobbtorg's manager about."""

    def __init__(self) -> None:
        ClosureReasonFactory(error=True)
        self.asking, self.asked = UserFactory(manager=True), UserFactory(manager=True)
        here, there = (
            EnrolmentFactory(jobbtorg=user.jobbtorg, without_coach=True) for user in (self.asking, self.asked)
        )
        OpeningFactory(user=self.asking, person=there.person)
        self.there = there
        self.join = join(self.asking, here.person, there.person, goes_on=there)

    def who(self, to: JoinStatus) -> object:
        """Who does it where it may be done."""
        return self.asking if to == JoinStatus.WITHDRAWN else self.asked

    def bring_to(self, state: JoinStatus) -> None:
        ways = {JoinStatus.ASKED: [], JoinStatus.UNDONE: [JoinStatus.JOINED, JoinStatus.UNDONE]}
        for step in ways.get(state, [state]):
            self.join = ACTS[step](self.who(step), self.join)


@pytest.fixture
def question(db: None) -> Question:
    return Question()


@pytest.mark.parametrize("state", JoinStatus)
@pytest.mark.parametrize("to", list(ACTS))
def test_each_edge_is_taken_and_each_other_refused(state: JoinStatus, to: JoinStatus, question: Question) -> None:
    question.bring_to(state)
    assert PersonJoin.objects.get().status == state
    if (state, to) in EDGES:
        ACTS[to](question.who(to), question.join)  # type: ignore[arg-type]
        assert PersonJoin.objects.get().status == to
        return
    with pytest.raises(OperationRefused):
        ACTS[to](question.who(to), question.join)  # type: ignore[arg-type]
    assert PersonJoin.objects.get().status == state


def test_the_table_is_as_written_out() -> None:
    assert {(state, to) for state, steps in TRANSITIONS.items() for to in steps} == EDGES
    assert set(TRANSITIONS) == set(JoinStatus)
    for state in JoinStatus:
        for to in JoinStatus:
            assert can_become(state, to) == ((state, to) in EDGES)
            if (state, to) not in EDGES:
                with pytest.raises(OperationRefused):
                    require_transition(state, to)


@pytest.mark.parametrize("to", [JoinStatus.JOINED, JoinStatus.DECLINED])
def test_who_asked_does_not_answer(to: JoinStatus, question: Question) -> None:
    for user in (question.asking, UserFactory(manager=True)):
        with pytest.raises(OperationRefused):
            ACTS[to](user, question.join)


def test_who_was_asked_does_not_take_back(question: Question) -> None:
    with pytest.raises(OperationRefused):
        withdraw(question.asked, question.join)


def test_a_question_is_asked_once(question: Question) -> None:
    with pytest.raises(OperationRefused, match="redan en begäran"):
        join(question.asking, question.join.goes, question.join.stays, goes_on=question.there)


def test_what_opened_at_a_third_jobbtorg_meanwhile_needs_a_new_question(question: Question) -> None:
    case = question.join.goes.enrolments.get()
    third = UserFactory(manager=True)
    type(case).objects.filter(pk=case.pk).update(jobbtorg=third.jobbtorg)
    with pytest.raises(OperationRefused):
        accept(question.asked, question.join)
    assert timezone.now() - question.join.asked_at < timedelta(days=1)
