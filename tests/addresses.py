"""The URLs there are, by name, and an address for each."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

SAMPLES: dict[str, Any] = {
    "pk": 987654321,
    "draft_id": uuid.UUID(int=7),
    "attachment_key": uuid.UUID(int=8),
    "list_id": uuid.UUID(int=7),
    "number": 1,
    "key": "none",
    "uidb36": "1",
    "uidb64": "MQ",
    "token": "none",
    "position": 987654321,
    "provider_id": "sso",
    "profile": "ASPIRANTS",
}
"""A value for each parameter of a URL; keys are those of nothing that exists."""

KEYS = ("pk", "draft_id", "list_id", "attachment_key")
"""The parameters that say which object a page is about."""


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Each view with its full name."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, inner)
        else:
            yield f"{namespace}{entry.name}", entry


ALL = dict(patterns(get_resolver()))
OWN = {name: pattern for name, pattern in ALL.items() if not name.startswith("admin:")}


def parameters_of(name: str) -> list[str]:
    """The names of what stands in angle brackets in a URL."""
    if name not in ALL:
        raise LookupError(f"No URL is named {name}: tests/access/test_pages_table.py says where the name still stands.")
    return list(ALL[name].pattern.regex.groupindex)


def address(name: str, key: Any = None, **others: Any) -> str:
    """The URL of a page about the object with a key, or without one about an object that does not exist."""
    filled = {parameter: SAMPLES[parameter] for parameter in parameters_of(name)}
    if key is not None:
        filled |= {parameter: key for parameter in KEYS if parameter in filled}
    filled |= {parameter: value for parameter, value in others.items() if parameter in filled}
    return reverse(name, kwargs=filled)
