"""What `manage.py check` looks at beyond Django's own list: keys that would only fail on the first case."""

import os
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from core.mailing import mail_backend

SHORTEST_LOOKUP_KEY = 32
CHOSEN_WAYS = ("verify-full", "verify-ca", "require", "disable")
"""Values of sslmode that mean one thing; "allow" and "prefer" mean whatever the server offers."""


@register(Tags.security)
def identity_keys(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The keys that encrypt and find identity numbers are usable and long enough."""
    problems: list[CheckMessage] = []
    for position, key in enumerate(settings.IDENTITY_ENCRYPTION_KEYS, start=1):
        try:
            Fernet(key)
        except ValueError:
            problems.append(
                Error(
                    f"Key number {position} in IDENTITY_ENCRYPTION_KEYS is not a Fernet key.",
                    hint="Make one with `python3 jobbtorg/embedded/bootstrap.py key`.",
                    id="jobbtorg.E001",
                )
            )
    if len(settings.IDENTITY_LOOKUP_KEY) < SHORTEST_LOOKUP_KEY:
        problems.append(
            Error(f"IDENTITY_LOOKUP_KEY is shorter than {SHORTEST_LOOKUP_KEY} characters.", id="jobbtorg.E002")
        )
    return problems


@register(Tags.security, deploy=True)
def mail_leaves_the_machine(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Notices and password letters are sent, not written to the log."""
    if "console" not in mail_backend():
        return []
    return [Warning("EMAIL_URL is not set; mail is only written to the log.", id="jobbtorg.W001")]


@register(Tags.security, deploy=True)
def weaknesses_can_be_reported(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Somebody who finds a weakness is told in /.well-known/security.txt whom to write to."""
    if settings.SECURITY_CONTACT:
        return []
    return [Warning("SECURITY_CONTACT is not set; /.well-known/security.txt is not there.", id="jobbtorg.W003")]


@register(deploy=True)
def lacks_can_be_reported(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The page about accessibility names somebody to write to (lagen 2018:1937)."""
    if settings.ACCESSIBILITY_CONTACT:
        return []
    return [Warning("ACCESSIBILITY_CONTACT is not set; Tillgänglighetsredogörelse names nobody.", id="jobbtorg.W005")]


@register(Tags.security, deploy=True)
def breached_passwords_are_known(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """New passwords are looked up in a list of leaked ones, and the list can be read."""
    path = settings.BREACHED_PASSWORDS_FILE
    if not path:
        return [
            Warning(
                "BREACHED_PASSWORDS_FILE is not set; new passwords are compared with Django's short list only.",
                id="jobbtorg.W002",
            )
        ]
    if not os.access(path, os.R_OK):
        return [Error("BREACHED_PASSWORDS_FILE names a file that cannot be read.", id="jobbtorg.E003")]
    return []


@register(Tags.security, deploy=True)
def the_way_to_the_database_is_chosen(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Whether the way to a database on another machine is encrypted is said, and not left to what happens to work."""
    database = settings.DATABASES["default"]
    host = str(database.get("HOST", ""))
    if host.startswith("/") or host in ("", "localhost", "127.0.0.1", "::1"):
        return []
    if database.get("OPTIONS", {}).get("sslmode") in CHOSEN_WAYS:
        return []
    return [
        Warning(
            "DATABASE_URL says nothing binding about encryption on the way to another machine.",
            hint=f"End it with ?sslmode= and one of {', '.join(CHOSEN_WAYS)}; the last only on a network of its own.",
            id="jobbtorg.W004",
        )
    ]
