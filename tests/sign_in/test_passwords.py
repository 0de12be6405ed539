"""Passwords that have leaked are refused, looked up in a file of this machine's."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from demo.factories import UserFactory
from jobbtorg.checks import breached_passwords_are_known
from organisation.sign_in.passwords import is_listed

LEAKED = [f"en läckt lösenordsmening nummer {number}" for number in range(500)]
SAFE = "fyra-blåa-hästar-i-regn"


def sha1(text: str) -> str:
    return hashlib.sha1(text.encode()).hexdigest().upper()


def write(file: Path, passwords: list[str], *, counts: bool = True, newline: str = "\r\n") -> str:
    """A file as Pwned Passwords has it: one hash a line, in the order of the hashes, with how often it was seen."""
    lines = [sha1(word) + (f":{10 ** (place % 8)}" if counts else "") for place, word in enumerate(passwords)]
    file.write_text(newline.join(sorted(lines)) + newline, newline="")
    return str(file)


@pytest.fixture
def listed(tmp_path, settings) -> str:
    settings.BREACHED_PASSWORDS_FILE = write(tmp_path / "pwned.txt", LEAKED)
    return settings.BREACHED_PASSWORDS_FILE


@pytest.mark.parametrize(("counts", "newline"), [(True, "\r\n"), (True, "\n"), (False, "\n")])
def test_every_listed_password_is_found_and_no_other(tmp_path, counts, newline):
    path = write(tmp_path / "pwned.txt", LEAKED, counts=counts, newline=newline)
    assert all(is_listed(word, path) for word in LEAKED)
    assert not any(is_listed(f"{word} och lite till", path) for word in LEAKED)


@pytest.mark.parametrize("size", [0, 1, 2, 3])
def test_the_shortest_lists(tmp_path, size):
    path = write(tmp_path / "pwned.txt", LEAKED[:size]) if size else str(tmp_path / "empty")
    Path(path).touch()
    assert [is_listed(word, path) for word in LEAKED[:4]] == [place < size for place in range(4)]


def test_a_list_that_cannot_be_read_lets_nothing_through(settings, tmp_path):
    settings.BREACHED_PASSWORDS_FILE = str(tmp_path / "not there")
    with pytest.raises(OSError, match="not there"):
        validate_password(SAFE)


def test_a_leaked_password_is_refused(listed):
    validate_password(SAFE)
    with pytest.raises(ValidationError) as refused:
        validate_password(LEAKED[77])
    assert refused.value.messages == ["Lösenordet finns på listor över läckta lösenord. Välj ett annat."]


def test_without_a_list_length_and_djangos_own_list_still_count(settings):
    settings.BREACHED_PASSWORDS_FILE = ""
    validate_password(LEAKED[77])
    for weak in ("fjorton tecken", "yfdbufnjh10305070"):
        with pytest.raises(ValidationError):
            validate_password(weak)


@pytest.mark.django_db
def test_nobody_changes_to_a_leaked_password(listed):
    user = UserFactory(coach=True)
    user.set_password(SAFE)
    user.save()
    client = Client()
    client.force_login(user)
    words = {"oldpassword": SAFE, "password1": LEAKED[3], "password2": LEAKED[3]}
    assert "listor över läckta lösenord" in client.post(reverse("account_change_password"), words).text
    user.refresh_from_db()
    assert user.check_password(SAFE)


def test_the_deployment_check_asks_for_the_list(settings, listed, tmp_path):
    assert breached_passwords_are_known(None) == []
    settings.BREACHED_PASSWORDS_FILE = ""
    assert [problem.id for problem in breached_passwords_are_known(None)] == ["jobbtorg.W002"]
    settings.BREACHED_PASSWORDS_FILE = str(tmp_path / "not there")
    assert [problem.id for problem in breached_passwords_are_known(None)] == ["jobbtorg.E003"]
