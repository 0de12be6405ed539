"""Every visitor asks for every page, and what comes back is kept to be looked at.

About each object that there is with FULL=1; in a run of the suite about some of each kind, in turn (`kinds_for`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponseBase
from django.test import Client

from core.seen import FIELD, Seen
from organisation.models import Role, User
from tests import addresses
from tests.access import first_lock
from tests.access.scope import in_scope
from tests.access.world import KINDS, NOTHING, World
from tests.headers import KNOWS_NOBODY, missing_headers
from tests.long_walks import FULL
from tests.pages import ANYONE, OF_A_CASE, PAGES, Object
from tests.rollback import undone_afterwards
from tests.visits import signed_in

OF_EACH_CASE = OF_A_CASE | {Object.REFERRAL, Object.ATTACHMENT, Object.PERSON, Object.TOLD, Object.QUESTION}
"""Objects of which there is one for every case; of the others the world has one."""


@dataclass(frozen=True)
class Visit:
    """One request and its answer."""

    visitor: str
    name: str
    method: str
    kind: str
    status: int
    location: str
    body: str
    lacking: tuple[str, ...] = ()
    """What every response has, and this one has not."""
    with_first_lock: bool = True


def address(name: str, world: World, kind: str) -> str:
    """The URL of a page about the world's object of a kind; for NOTHING about one that does not exist."""
    key = _key(PAGES[name].scope, world, kind)
    if key is not None and "position" in addresses.parameters_of(name):
        return addresses.address(name, key, position=_member(world).positions.get().pk)
    return addresses.address(name, key)


def _member(world: World) -> User:
    """The user whom the pages about users are about."""
    member = world.visitors["coach"]
    assert member is not None
    return member


KEYS: dict[Object, Callable[[World, str], Any]] = {
    Object.CASE: lambda world, kind: world.cases[kind].enrolment.pk,
    Object.REFERRAL: lambda world, kind: world.cases[kind].referral.pk,
    Object.ATTACHMENT: lambda world, kind: world.cases[kind].attachment.key,
    Object.CLOCK: lambda world, kind: world.cases[kind].referral.clock_id,
    Object.FOLLOW_UP: lambda world, kind: world.cases[kind].follow_up.pk,
    Object.BOOKING: lambda world, kind: world.cases[kind].booking.pk,
    Object.MEETING: lambda world, kind: world.cases[kind].meeting.pk,
    Object.SESSION: lambda world, kind: world.cases["own"].booking.session_id,
    Object.CHECK: lambda world, kind: world.cases[kind].check.pk,
    Object.PERSON: lambda world, kind: world.cases[kind].enrolment.person_id,
    Object.QUESTION: lambda world, kind: world.cases[kind].question.pk,
    Object.TOLD: lambda world, kind: world.cases[kind].enrolment.pk,
    Object.MOVE: lambda world, kind: world.move.pk,
    Object.TRANSFER: lambda world, kind: world.transfer.pk,
    Object.NOTICE: lambda world, kind: world.notice.pk,
    Object.OWN_NOTE: lambda world, kind: world.own_note.pk,
    Object.DRAFT: lambda world, kind: world.draft.pk,
    Object.REFERRAL_LIST: lambda world, kind: world.referral_list.pk,
    Object.LOG_REVIEW: lambda world, kind: world.log_review.pk,
    Object.FILE_REQUEST: lambda world, kind: world.file_request.pk,
    Object.JOIN: lambda world, kind: world.join.pk,
    Object.NOTE_TEMPLATE: lambda world, kind: world.note_template.pk,
    Object.PHRASE: lambda world, kind: world.phrase.pk,
    Object.BATCH: lambda world, kind: world.batch.pk,
    Object.USER: lambda world, kind: _member(world).pk,
    Object.COACH: lambda world, kind: _member(world).pk,
}
"""The key of the world's object, of the case of a kind where each case has one. Nobody here has a security key."""


def _key(what: Object | None, world: World, kind: str) -> Any:
    return None if what is None or kind == NOTHING else KEYS[what](world, kind)


def kinds_of(name: str) -> tuple[str, ...]:
    """The objects a page can be about: the cases' and none, or the one object there is and none, or nothing to name."""
    what = PAGES[name].scope
    if what is None:
        return ("",)
    return (*KINDS, NOTHING) if what in OF_EACH_CASE else ("own", NOTHING)


def kinds_for(visitor: str, name: str, *, turn: int, lets_in: bool, full: bool = FULL) -> tuple[str, ...]:
    """The objects that a visitor asks for a page about.

    Whoever the page's rule keeps out is refused before any object is looked at: one is enough. Everybody else asks
    about one object that is there for them and one that is not. Which ones changes from visitor to visitor and from
    page to page, so that every visitor asks about every kind of object, and about none, on some pages.
    """
    kinds = kinds_of(name)
    if full:
        return kinds
    if not lets_in:
        return (kinds[turn % len(kinds)],)
    scope = PAGES[name].scope
    there = [kind for kind in kinds if in_scope(visitor, scope, kind)]
    elsewhere = [kind for kind in kinds if kind not in there]
    return tuple(group[turn % len(group)] for group in (there, elsewhere) if group)


def of_the_role(world: World, visitor: str) -> list[str]:
    """The visitors who have the visitor's role and are let in by it; whoever has none is alone."""
    user = world.visitors[visitor]
    if user is None or not user.is_active:
        return []
    return [one for one, other in world.visitors.items() if other and other.is_active and other.role == user.role]


def asks_for_the_role(world: World, visitor: str, number: int) -> bool:
    """Whether the visitor is the one who asks what is answered alike to all of the role, this time."""
    colleagues = of_the_role(world, visitor) or [visitor]
    return colleagues[number % len(colleagues)] == visitor


def share_of(world: World, visitor: str, name: str, kinds: tuple[str, ...], turn: int) -> tuple[str, ...]:
    """Those of the objects that fall to a visitor: of a role's visitors to whom one is there, or is not, each second.

    So each role asks about one that is there and one that is not, wherever it can. An even `turn` is the one half of
    the visitors, an odd one the other.
    """
    scope, colleagues = PAGES[name].scope, of_the_role(world, visitor)
    if visitor not in colleagues:
        return kinds

    def is_mine(there: bool) -> bool:
        alike = [one for one in colleagues if any(in_scope(one, scope, kind) is there for kind in kinds_of(name))]
        return len(alike) == 1 or (alike.index(visitor) + turn + there) % 2 == 0

    return tuple(kind for kind in kinds if is_mine(in_scope(visitor, scope, kind)))


def walk(world: World, visitor: str, names: Iterable[str] = PAGES, *, full: bool = FULL) -> Iterator[Visit]:
    """The visits of one visitor to the pages of these names; what each does to the database is taken back.

    A page that has asked for the first lock is fetched once more without it. One that has not would be the same page.
    In a run of the suite the visitors of a role share between them the forms, what a page about an object shows without
    the lock (`share_of`), and the pages that the role is kept from.
    """
    browser = Browser(world, visitor)
    user, place = world.visitors[visitor], list(world.visitors).index(visitor)
    with first_lock.watched() as watch:
        for number, name in enumerate(sorted(names)):
            lets_in = user is not None and user.is_active and PAGES[name].lets_in(Role(user.role))
            kinds = kinds_for(visitor, name, turn=number + place, lets_in=lets_in, full=full)
            speaks = full or asks_for_the_role(world, visitor, number)
            if not (full or lets_in or PAGES[name].opens == ANYONE):
                # The rule is asked whatever the method is: one of the two, in turn.
                if speaks:
                    yield browser.visit(name, ("get", "post")[(number + place) % 2], kinds[0])
                continue
            sent, unlocked = (
                kinds if full else share_of(world, visitor, name, kinds, turn) for turn in (number, number + 1)
            )
            if PAGES[name].scope is None:  # a list, which may show anything
                unlocked = kinds
            for kind in kinds:
                watch.was_asked = False
                yield browser.visit(name, "get", kind)
                if watch.was_asked and kind in unlocked:
                    with first_lock.removed():
                        again = browser.visit(name, "get", kind)
                    yield replace(again, with_first_lock=False)
                # A page that takes no form says so whatever it is about and whoever asks: asked once.
                if kind in sent if PAGES[name].posts else speaks and kind == kinds[0]:
                    yield browser.visit(name, "post", kind)


class Browser:
    """Where one visitor is signed in, whatever the last page did."""

    def __init__(self, world: World, visitor: str) -> None:
        self.world, self.visitor = world, visitor
        user = world.visitors[visitor]
        self.is_signed_in = user is not None and user.is_active
        self.client = _client(user)
        self.cookies = {name: cookie.value for name, cookie in self.client.cookies.items()}

    def visit(self, name: str, method: str, kind: str) -> Visit:
        """Ask for a page about the object of a kind, and take back what that did to the database."""
        self.client.cookies.clear()  # signing out on one page is not signing out on the next
        self.client.cookies.load(self.cookies)
        with undone_afterwards():
            answer = getattr(self.client, method)(address(name, self.world, kind))
            location = answer.get("Location", "")
            lacking = missing_headers(answer, is_signed_in=self.is_signed_in and name not in KNOWS_NOBODY)
            return Visit(self.visitor, name, method, kind, answer.status_code, location, _body(answer), tuple(lacking))


def _client(user: User | None) -> Client:
    client = Client() if user is None else signed_in(user)
    client.raise_request_exception = False
    return client


def _body(response: HttpResponseBase) -> str:
    """The page, and in words what its forms carry packed of what it shows."""
    content: bytes = getattr(response, "content", b"")
    page = content.decode("utf-8", "replace")
    packed = re.findall(rf'name="{FIELD}" value="([^"]+)"', page)
    return page + "".join(str(Seen.from_token(token)) for token in packed)
