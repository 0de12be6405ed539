"""Whose turn it is in a question."""

from __future__ import annotations

from referrals.choices import Side
from referrals.models import QuestionThread


def other_side(side: Side) -> Side:
    return Side.UNIT if side == Side.JOBBTORG else Side.JOBBTORG


def whose_turn(thread: QuestionThread) -> Side | str:
    """The side that an open question waits for, "" for neither. One statement.

    What whoever asked writes waits for the other side's answer. The answer waits for whoever asked until it is opened;
    from then on nobody has anything to do, and either side may write more or close the question.
    """
    messages = list(thread.messages.defer("text").select_related("disclosure").order_by("sent_at", "pk"))
    asking, last = Side(messages[0].side), messages[-1]
    if last.side == asking:
        return other_side(asking)
    return "" if last.disclosure.receipt_at is not None else asking
