"""Coming and going is in the access log, without what was typed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from audit.models import AccessEvent, AccessKind
from audit.signing_in import second_factor_failed
from demo.factories import UserFactory
from organisation.models import User

PASSWORD = "en lång fras utan mening"


@pytest.fixture
def user(db: None) -> User:
    made: User = UserFactory(coach=True)
    made.set_password(PASSWORD)
    made.save()
    return made


def sign_in(login: str, password: str) -> Any:
    client = Client(REMOTE_ADDR="192.0.2.7")
    response = client.post(reverse("account_login"), {"login": login, "password": password})
    return client, response


def rows() -> list[tuple[Any, ...]]:
    return list(AccessEvent.objects.order_by("pk").values_list("user", "kind", "view", "address"))


def test_in_and_out(user: User) -> None:
    client, response = sign_in(user.email, PASSWORD)
    assert response.status_code == 302
    client.post(reverse("account_logout"))
    assert rows() == [
        (user.pk, AccessKind.SIGN_IN, "account_login", "192.0.2.7"),
        (user.pk, AccessKind.SIGN_OUT, "account_logout", "192.0.2.7"),
    ]


def test_a_failed_attempt_names_the_user_it_was_for(user: User) -> None:
    sign_in(user.email.upper(), "fel fras")
    assert rows() == [(user.pk, AccessKind.SIGN_IN_FAILED, "account_login", "192.0.2.7")]


def test_what_was_typed_for_nobody_is_not_kept(db: None) -> None:
    """It may be a password in the wrong field."""
    sign_in("hemligheten@example.se", "fel fras")
    assert rows() == [(None, AccessKind.SIGN_IN_FAILED, "account_login", "192.0.2.7")]
    event = AccessEvent.objects.get()
    assert (event.subject, event.reason, event.sought) == ("", "", "")


def test_someone_disabled_does_not_get_in_and_the_attempt_is_known(user: User) -> None:
    user.is_active = False
    user.save()
    sign_in(user.email, PASSWORD)
    assert AccessKind.SIGN_IN not in [row[1] for row in rows()]


def test_a_wrong_second_factor_names_the_user(user: User, rf: RequestFactory) -> None:
    request = rf.post("/", REMOTE_ADDR="192.0.2.7")
    second_factor_failed(request=request, user=user, authenticator=None, reauthentication=False)
    assert rows() == [(user.pk, AccessKind.SIGN_IN_FAILED, "", "192.0.2.7")]


def test_signing_out_as_nobody_leaves_no_row(db: None) -> None:
    Client().logout()
    assert rows() == []
