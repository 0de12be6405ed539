"""Someone who has signed in, what a page of theirs costs, and what it leaves in the access log."""

from __future__ import annotations

from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit.models import AccessEvent, AccessKind
from organisation.models import User

COMING_AND_GOING = (AccessKind.SIGN_IN, AccessKind.SIGN_IN_FAILED, AccessKind.SIGN_OUT)


def signed_in(user: User) -> Client:
    """A browser in which the user has signed in."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


STEP_IN_AND_OUT = 4
"""What it costs, inside a test's transaction, to act for a user or to enter a role: a savepoint and its release,
the setting and its end. In production, where the request's transaction ends by itself, it is the setting alone."""


def queries_for(client: Client, path: str) -> int:
    """How many queries a page takes: its own, the user's and the navigation's; not those of session and transaction."""
    status, queries = status_and_queries(client, path)
    assert status == 200
    return queries


def status_and_queries(client: Client, path: str) -> tuple[int, int]:
    """What a page answers to GET, and how many queries that takes, counted as by `queries_for`."""
    status, sent = _visited(client, path)
    framework = (
        "SAVEPOINT",
        "RELEASE",
        "django_session",
        "jobbtorg_act_for",
        "jobbtorg_enter",
        "set_config",
        "unsavedtext",
    )
    return status, sum(not any(word in one[:60] for word in framework) for one in sent)


def statements_of(client: Client, path: str, answers: dict[str, str] | None = None) -> tuple[int, list[str]]:
    """What a page answers to GET, or to a form sent with answers, and every statement that takes in production.

    The session's and those that say who acts are among them; not those that only stand, in a test, for the end of a
    transaction or its parts. Nor that somebody is active, which is stored once a minute: whether a page of a long walk
    stores it depends on how quick the machine is.
    """
    status, sent = _visited(client, path, answers)
    of_the_test = ("SAVEPOINT", "RELEASE", "SELECT jobbtorg_act_for(NULL", "SET CONSTRAINTS", 'UPDATE "django_session"')
    return status, [one for one in sent if not one.startswith(of_the_test)]


def _visited(client: Client, path: str, answers: dict[str, str] | None = None) -> tuple[int, list[str]]:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path) if answers is None else client.post(path, answers)
    status = response.status_code
    return status, [query["sql"] for query in captured]


def logged(after: int = 0) -> QuerySet[AccessEvent]:
    """The access log, newest first, from after a row on: what was looked at; without signing in and out, which every
    test does, and without acts (`acts`)."""
    return AccessEvent.objects.filter(pk__gt=after).exclude(kind__in=[*COMING_AND_GOING, AccessKind.WRITE])


def acts(after: int = 0) -> QuerySet[AccessEvent]:
    """What the access log says was registered or changed, newest first, from after a row on."""
    return AccessEvent.objects.filter(pk__gt=after, kind=AccessKind.WRITE)


def last_logged() -> int:
    """The number of the newest row of the access log, to ask later what has come after it."""
    newest = AccessEvent.objects.order_by("pk").last()
    return newest.pk if newest else 0
