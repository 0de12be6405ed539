"""Two at once about one referral, each on a connection of their own: one act is done, the other says why not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
import time_machine

from aspirants.models import Enrolment
from demo.factories import DeadlinePolicyFactory, ReferralFactory, UserFactory
from organisation.models import User
from referrals.inbox.loads import given_cases
from referrals.inbox.operations import take_in_referral, take_in_referrals
from referrals.models import DeclineReason, Referral, ReferralMove
from referrals.moving.operations import accept_offer, offer_referral
from referrals.moving.shown import shown_for_move, shown_move
from referrals.operations import accept_referral, decline_referral, withdraw_referral
from referrals.shown import shown_referral, shown_referrals
from tests.roles import at_desk
from tests.same_moment import at_the_same_moment, sentences

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 3
MONDAY = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)

Act = Callable[[User, Referral, Any], object]

ACCEPT: Act = lambda who, one, seen: accept_referral(actor=who, referral=one, seen_referral=seen)  # noqa: E731
TAKE_IN: Act = lambda who, one, seen: take_in_referral(  # noqa: E731
    actor=who, referral=one, seen_referral=seen, coach=None
)
DECLINE: Act = lambda who, one, seen: decline_referral(  # noqa: E731
    actor=who, referral=one, seen_referral=seen, reason=DeclineReason.LIVES_ELSEWHERE
)
WITHDRAW: Act = lambda who, one, seen: withdraw_referral(actor=who, referral=one, seen_referral=seen)  # noqa: E731


@pytest.fixture(autouse=True)
def clock(db: None) -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        DeadlinePolicyFactory()
        yield


def done_by(user: User, act: Callable[[], object]) -> object:
    """As a page of that user's does it."""
    with at_desk(user):
        return act()


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [(ACCEPT, ACCEPT), (TAKE_IN, TAKE_IN), (TAKE_IN, DECLINE), (TAKE_IN, WITHDRAW)],
    ids=["accepted twice", "taken in twice", "taken in and declined", "taken in and withdrawn"],
)
def test_two_about_one_referral(mine: Act, theirs: Act) -> None:
    manager = UserFactory(manager=True)
    colleague = UserFactory(manager=True, jobbtorg=manager.jobbtorg)
    for _ in range(ROUNDS):
        referral = ReferralFactory(jobbtorg=manager.jobbtorg)
        other = referral.sent_by if theirs is WITHDRAW else colleague
        seen = shown_referral(referral)
        answers = at_the_same_moment(
            *(
                partial(done_by, who, partial(act, who, Referral.objects.get(pk=referral.pk), seen))
                for act, who in ((mine, manager), (theirs, other))
            )
        )
        said = sentences(answers)
        assert min(said) == ""
        assert "har ändrats sedan du öppnade sidan" in max(said)
        enrolled = (said[0] == "" and mine is TAKE_IN) or (said[1] == "" and theirs is TAKE_IN)
        assert Enrolment.objects.filter(person=referral.person).count() == enrolled


def test_an_offer_is_accepted_by_one_while_it_is_taken_in_at_home() -> None:
    manager, receiver = UserFactory(manager=True), UserFactory(manager=True)
    for _ in range(ROUNDS):
        referral = ReferralFactory(jobbtorg=manager.jobbtorg)
        offer = partial(
            offer_referral,
            actor=manager,
            referral=referral,
            seen_referral=shown_for_move(referral),
            destination=receiver.jobbtorg,
            reason="Bor närmare er.",
        )
        done_by(manager, offer)
        move = ReferralMove.objects.select_related("origin", "destination").get(referral=referral)
        at_home = partial(TAKE_IN, manager, Referral.objects.get(pk=referral.pk), shown_referral(referral))
        there = partial(accept_offer, actor=receiver, move=move, seen_move=shown_move(move))
        said = sentences(at_the_same_moment(partial(done_by, manager, at_home), partial(done_by, receiver, there)))
        assert said.count("") == 1
        referral.refresh_from_db()
        moved = said[1] == ""
        assert referral.jobbtorg_id == (receiver if moved else manager).jobbtorg_id
        assert referral.clock.jobbtorg_id == referral.jobbtorg_id
        assert Enrolment.objects.filter(person=referral.person).count() == (0 if moved else 1)


def test_several_taken_in_by_two_at_once() -> None:
    manager = UserFactory(manager=True)
    colleague = UserFactory(manager=True, jobbtorg=manager.jobbtorg)
    UserFactory(coach=True, jobbtorg=manager.jobbtorg)
    keys = [ReferralFactory(jobbtorg=manager.jobbtorg).pk for _ in range(3)]
    chosen = Referral.objects.filter(pk__in=keys).order_by("pk")
    seen = shown_referrals(chosen)

    def take_in(who: User) -> object:
        return take_in_referrals(
            actor=who, referrals=chosen.all(), seen_referrals=seen, coaches=list(given_cases(who.jobbtorg_id))
        )

    answers = at_the_same_moment(*(partial(done_by, who, partial(take_in, who)) for who in (manager, colleague)))
    assert min(sentences(answers)) == ""
    assert "har ändrats sedan du öppnade sidan" in max(sentences(answers))
    assert Enrolment.objects.count() == 3
