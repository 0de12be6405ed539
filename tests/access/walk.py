"""Every visitor asks for every page about every object, and what comes back is kept to be looked at."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from core.seen import FIELD, Seen
from organisation.models import User
from tests.access.expected import NOT_SERVED, OBJECTS, Object
from tests.access.world import KINDS, NOTHING, World
from tests.rollback import undone_afterwards
from tests.visits import signed_in

SAMPLES: dict[str, Any] = {
    "pk": 987654321,
    "draft_id": uuid.UUID(int=7),
    "number": 1,
    "key": "none",
    "uidb36": "1",
    "provider_id": "sso",
}
SAMPLES |= {"uidb64": "MQ", "token": "none", "position": 987654321}


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Each view with its full name."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, inner)
        else:
            yield f"{namespace}{entry.name}", entry


ALL = dict(patterns(get_resolver()))
OWN = sorted(name for name in ALL if not name.startswith("admin:"))


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


def address(name: str, world: World, kind: str) -> str:
    """The URL of a page about the world's object of a kind; for NOTHING about one that does not exist."""
    parameters = {parameter: SAMPLES[parameter] for parameter in ALL[name].pattern.regex.groupindex}
    key = _key(OBJECTS.get(name), world, kind)
    if key is not None:
        parameters["draft_id" if OBJECTS[name] is Object.DRAFT else "pk"] = key
        if "position" in parameters:
            parameters["position"] = _member(world).positions.get().pk
    return reverse(name, kwargs=parameters)


def _member(world: World) -> User:
    """The user whom the pages about users are about."""
    member = world.visitors["coach"]
    assert member is not None
    return member


def _key(what: Object | None, world: World, kind: str) -> Any:
    if what is None or kind == NOTHING:
        return None
    if what is Object.NOTICE:
        return world.notice.pk if world.notice else None
    if what is Object.DRAFT:
        return world.draft.pk if world.draft else None
    if what is Object.LOG_REVIEW:
        return world.log_review.pk if world.log_review else None
    if what is Object.BATCH:
        return world.batch.pk if world.batch else None
    if what is Object.USER:
        return _member(world).pk
    case = world.cases[kind]
    found = {
        Object.CASE: case.enrolment,
        Object.REFERRAL: case.referral,
        Object.CLOCK: case.referral.clock,
        Object.FOLLOW_UP: case.follow_up,
        Object.BOOKING: case.booking,
        Object.PERSON: case.enrolment.person,
    }[what]
    return found.pk if found else None


def kinds_of(name: str) -> tuple[str, ...]:
    """The objects a page can be about: the cases' and none, or the one object there is and none, or nothing to name."""
    what = OBJECTS.get(name)
    if what is None:
        return ("",)
    if what in (Object.NOTICE, Object.DRAFT, Object.BATCH, Object.LOG_REVIEW, Object.USER):
        return ("own", NOTHING)
    return (*KINDS, NOTHING)


def walk(world: World, visitor: str, *, methods: tuple[str, ...] = ("get", "post")) -> Iterator[Visit]:
    """The visits of one visitor; what each does to the database is taken back."""
    user = world.visitors[visitor]
    client = _client(user)
    cookies = {name: cookie.value for name, cookie in client.cookies.items()}
    for name in OWN:
        if name in NOT_SERVED:
            continue
        for kind in kinds_of(name):
            for method in methods:
                client.cookies.clear()  # signing out on one page is not signing out on the next
                client.cookies.load(cookies)
                with undone_afterwards():
                    response = getattr(client, method)(address(name, world, kind))
                    yield Visit(
                        visitor, name, method, kind, response.status_code, response.get("Location", ""), _body(response)
                    )


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
