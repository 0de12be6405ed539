"""What goes with every response, and whose address is written down."""

from __future__ import annotations

import logging

import pytest
from celery.signals import setup_logging
from django.test import Client

from audit.models import AccessEvent, AccessKind
from jobbtorg.demo.factories import UserFactory
from jobbtorg.logs import DiscreetFormatter


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/konto/login/", "/finns-inte", "/static/favicon.svg", "/halsa"])
def test_the_browsers_powers_are_refused_on_every_response(path):
    response = Client().get(path)
    assert "camera=()" in response.headers["Permissions-Policy"]
    response.close()


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
def test_what_was_just_done_is_not_left_in_a_cookie():
    user = UserFactory(manager=True)
    client = Client()
    client.force_login(user)
    answers = {"day": "2099-12-01", "time": "9.00", "place": "Sal 1", "capacity": "5", "language": "svenska"}
    client.post("/gruppinformation/ny", answers)
    assert "messages" not in client.cookies
    assert "Gruppinformationen är inlagd." in client.get("/gruppinformation").text
