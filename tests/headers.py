"""What goes with every response, whoever asks for whatever page by whatever method."""

from __future__ import annotations

from django.http import HttpResponseBase

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
DIRECTIVES = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
}


OF_A_STRANGERS_FILE = {"default-src 'none'", "sandbox"}
"""The policy of an attachment, which somebody outside made: it may do nothing at all, and needs no further words."""
KNOWS_NOBODY = frozenset({"account_logout", "session_lock", "static", "health"})
"""Nobody is signed in when these have answered."""


def missing_headers(response: HttpResponseBase, *, is_signed_in: bool) -> list[str]:
    """What the response lacks of what every response has."""
    found = response.headers
    missing = [name for name, value in ALWAYS.items() if found.get(name) != value]
    policy = {part.strip() for part in found.get("Content-Security-Policy", "").split(";")}
    if policy != OF_A_STRANGERS_FILE:
        missing += sorted(DIRECTIVES - policy)
    if "unsafe" in found.get("Content-Security-Policy", ""):
        missing.append("a policy without exceptions")
    if "camera=()" not in found.get("Permissions-Policy", ""):
        missing.append("Permissions-Policy")
    if is_signed_in and "no-store" not in found.get("Cache-Control", ""):
        missing.append("no-store")
    return missing
