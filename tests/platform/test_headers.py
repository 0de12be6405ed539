"""What goes with every response, and whose address is written down."""

from __future__ import annotations

import logging
import uuid
from collections import Counter
from collections.abc import Iterator

import pytest
from celery.signals import setup_logging
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, UUIDConverter

from audit.models import AccessEvent, AccessKind
from demo.factories import EnrolmentFactory, UserFactory
from jobbtorg.logs import DiscreetFormatter
from organisation.models import User
from tests.headers import KNOWS_NOBODY, missing_headers
from tests.long_walks import FULL
from tests.pages import PAGES
from tests.post_forms import submit
from tests.visits import signed_in
from workbench.cases import views as cases


def every_address(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[tuple[str, str]]:
    """Each URL name with an address of something that does not exist, for where there is something to name."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from every_address(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        elif entry.name:
            name = f"{namespace}{entry.name}"
            yield name, reverse(name, kwargs=_nobody(entry))


def _nobody(entry: URLPattern) -> dict[str, object]:
    samples: dict[type, object] = {IntConverter: 987654, UUIDConverter: uuid.UUID(int=7)}
    known = {"app_label": "organisation", "content_type_id": 1, "object_id": 1, "uidb36": "1"}
    names = entry.pattern.regex.groupindex
    converters = entry.pattern.converters
    return {name: samples.get(type(converters.get(name)), known.get(name, "none")) for name in names}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/konto/login/", "/finns-inte", "/static/favicon.svg", "/halsa"])
def test_the_browsers_powers_are_refused_on_every_response(path):
    response = Client().get(path)
    assert "camera=()" in response.headers["Permissions-Policy"]
    response.close()


@pytest.mark.ignore_template_errors  # Django's own administration asks for names that are not there
@pytest.mark.django_db
def test_every_answer_of_every_address_carries_its_headers(monkeypatch):
    """Every URL name, by GET, POST and DELETE, as a visitor, a coach and an administrator; and what breaks half-way.

    In a run of the suite each of the three by another method, which change places from name to name; of our own pages
    those answers to GET and POST are left to the access walk, which looks at the headers too. The addresses of what
    there is by all methods, as with FULL=1 all addresses are.
    """
    staff: list[User | None] = [
        None,
        *(UserFactory(**{trait: True}) for trait in ("coach", "admin")),
    ]
    case = EnrolmentFactory(coach=staff[1])
    there = [(name, reverse(name, args=[case.pk])) for name in ("case", "case_plan", "log_meeting")]
    addresses = [*every_address(), ("nowhere", "/finns-inte"), ("static", "/static/favicon.svg"), *there]
    methods = ("delete", "get", "post")
    statuses: Counter[int] = Counter()
    lacking = []

    def look(name: str, response: HttpResponse, who: User | None) -> None:
        if response.streaming:
            list(response.streaming_content)  # read to the end, which closes the file
        statuses[response.status_code] += 1
        missing = missing_headers(response, is_signed_in=who is not None and name not in KNOWS_NOBODY)
        if missing:
            lacking.append((name, who and who.role, response.status_code, missing))

    for place, who in enumerate(staff):
        for number, (name, address) in enumerate(addresses):
            client = Client() if who is None else signed_in(who)
            client.raise_request_exception = False
            # The last one may sign out. The administration refuses everyone but its own in the same way.
            refused = name.startswith("admin:") and who is not staff[-1]
            everything = FULL or (name, address) in there
            for method in ("get",) if refused else methods if everything else (methods[(number + place) % 3],):
                if everything or method == "delete" or name not in PAGES:
                    look(name, getattr(client, method)(address), who)

    def break_down(*args: object, **kwargs: object) -> None:
        raise ValueError

    monkeypatch.setattr(cases, "_show_case", break_down)
    client = signed_in(case.coach)
    client.raise_request_exception = False
    look("broken", client.get(reverse("case", args=[case.pk])), case.coach)
    look("too much", client.post(reverse("log_meeting", args=[case.pk]), {"a": "b" * 3_000_000}), case.coach)
    look("not filled in", submit(client, reverse("note_new", args=[case.pk])), case.coach)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(case.coach)
    look("forged", strict.post(reverse("log_meeting", args=[case.pk]), {}), case.coach)
    look("unreadable", client.post("/sok", b"x", content_type="multipart/form-data; boundary="), case.coach)
    assert not lacking, "\n".join(map(str, lacking))
    assert {200, 302, 400, 403, 404, 405, 413, 422, 500} <= set(statuses), statuses


@pytest.mark.django_db
@pytest.mark.parametrize(("proxies", "address"), [(0, "127.0.0.1"), (1, "192.0.2.7")])
def test_the_access_log_knows_the_visitor_behind_the_trusted_proxies(settings, proxies, address):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    client = Client()
    client.force_login(UserFactory(coach=True))
    client.get("/arenden/987654/", headers={"X-Forwarded-For": "198.51.100.1, 192.0.2.7"})
    assert AccessEvent.objects.get(kind=AccessKind.DENIED).address == address


def test_the_worker_logs_as_discreetly_as_the_pages():
    root = logging.getLogger()
    before = list(root.handlers)
    try:
        setup_logging.send(sender=None)
        assert [type(handler.formatter) for handler in root.handlers] == [DiscreetFormatter]
    finally:
        root.handlers[:] = before


@pytest.mark.django_db
@pytest.mark.usefixtures("on_a_working_day")
def test_what_was_just_done_is_not_left_in_a_cookie():
    user = UserFactory(manager=True)
    client = Client()
    client.force_login(user)
    answers = {"day": "i morgon", "time": "9.00", "place": "Sal 1", "capacity": "5", "language": "svenska"}
    client.post("/gruppinformation/ny", answers)
    assert "messages" not in client.cookies
    assert "Gruppinformationen är inlagd." in client.get("/gruppinformation").text
