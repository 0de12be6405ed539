"""The first lock, watched, and taken out: each `visible_to` and `readable_by`, cutting rows to what a user may see."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest

from aspirants.querysets import (
    CheckQuerySet,
    ClosureQuerySet,
    ConsentQuerySet,
    DisclosureQuerySet,
    EnrolmentQuerySet,
    PersonBoundQuerySet,
)
from casework.models.transfers import TransferQuerySet
from casework.querysets import PersonJoinQuerySet
from deadlines.querysets import BreachQuerySet, ClockQuerySet
from jobplans.querysets import PlanVersionQuerySet
from referrals.models.attachments import AttachmentQuerySet
from referrals.querysets import ReferralQuerySet
from referrals.questions.querysets import QuestionThreadQuerySet
from workbench.frame import badges

QUERYSETS = (
    *(EnrolmentQuerySet, PersonBoundQuerySet, ClockQuerySet, BreachQuerySet),
    *(PlanVersionQuerySet, ReferralQuerySet, DisclosureQuerySet, TransferQuerySet),
    *(CheckQuerySet, ClosureQuerySet, PersonJoinQuerySet),
    *(ConsentQuerySet, QuestionThreadQuerySet, AttachmentQuerySet),
)
_unlocked_statement_for = cache(badges.statement_for.__wrapped__)
"""The statement of the navigation's numbers, made while nothing is cut; the one with the lock is kept apart from it."""

CUTS = [*((queryset, "visible_to") for queryset in QUERYSETS), (EnrolmentQuerySet, "readable_by")]


class Watch:
    """Whether a page has asked for the lock."""

    def __init__(self) -> None:
        self.was_asked = False
        """Set when a page asks; whoever looks clears it. The numbers in the navigation do not set it: they are on
        every page of a user, and name nobody."""


@contextmanager
def watched() -> Iterator[Watch]:
    """Inside, every page that asks for the lock is noticed, and answered as ever."""
    watch = Watch()

    def telling(cut: Any) -> Any:
        def told(rows: Any, user: Any) -> Any:
            watch.was_asked = watch.was_asked or not _counts_for_the_navigation()
            return cut(rows, user)

        return told

    with pytest.MonkeyPatch.context() as patch:
        for queryset, name in CUTS:
            patch.setattr(queryset, name, telling(getattr(queryset, name)))
        yield watch


@contextmanager
def removed() -> Iterator[None]:
    """Inside, every queryset that cuts to what a user may see cuts nothing."""

    def everything(rows: Any, user: Any) -> Any:
        return rows.all()

    with pytest.MonkeyPatch.context() as patch:
        for queryset, name in CUTS:
            patch.setattr(queryset, name, everything)
        patch.setattr(badges, "statement_for", _unlocked_statement_for)
        yield


def _counts_for_the_navigation() -> bool:
    frame = sys._getframe()
    while frame.f_back is not None:
        frame = frame.f_back
        if frame.f_code is badges.badges_of.__code__:
            return True
    return False
