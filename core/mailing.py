"""Sending mail as the installed Django wants it: up to 6.0 by the EMAIL_… settings, from 6.1 by MAILERS.

When production has left Django 5.2, only the half for MAILERS stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django
from django.conf import settings
from django.core import mail

HAS_MAILERS = django.VERSION >= (6, 1)

SMTP = "django.core.mail.backends.smtp.EmailBackend"
OPTIONS = {
    SMTP: {
        "host": "EMAIL_HOST",
        "port": "EMAIL_PORT",
        "username": "EMAIL_HOST_USER",
        "password": "EMAIL_HOST_PASSWORD",  # nosec B105  # the name of a setting
        "use_tls": "EMAIL_USE_TLS",
        "use_ssl": "EMAIL_USE_SSL",
        "timeout": "EMAIL_TIMEOUT",
    },
    "django.core.mail.backends.filebased.EmailBackend": {"file_path": "EMAIL_FILE_PATH"},
}
"""By backend, what each of its options is called as a setting; the other backends have none."""


def mail_settings(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The settings for the mail server that `facts` describe by the names of the EMAIL_… settings."""
    if not HAS_MAILERS:
        return dict(facts)
    backend = facts["EMAIL_BACKEND"]
    options = {option: facts[name] for option, name in OPTIONS.get(backend, {}).items() if facts.get(name) is not None}
    return {"MAILERS": {"default": {"BACKEND": backend, "OPTIONS": options}}}


def mail_backend() -> str:
    """The dotted name of the class that sends."""
    if HAS_MAILERS:
        return str(settings.MAILERS["default"]["BACKEND"])  # type: ignore[misc]  # 5.2 has no such setting
    return settings.EMAIL_BACKEND


def mail_server() -> Any:
    """A connection that sends by the settings: open it, send with it, close it."""
    return mail.mailers.default if HAS_MAILERS else mail.get_connection()
