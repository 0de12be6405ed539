"""What `manage.py check` looks at beyond Django's own list: keys that would only fail on the first case."""

from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

SHORTEST_LOOKUP_KEY = 32


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
    if "console" not in settings.EMAIL_BACKEND:
        return []
    return [Warning("EMAIL_URL is not set; mail is only written to the log.", id="jobbtorg.W001")]
