"""The token with which the provider says that somebody has signed out (OpenID Connect Back-Channel Logout 1.0, 2.6)."""

from __future__ import annotations

import hashlib
import time
from typing import Any

from allauth.socialaccount.models import SocialApp
from django.core.cache import cache

from organisation.sign_in.provider.tokens import LEEWAY, UntrustedError, signed_claims

EVENT = "http://schemas.openid.net/event/backchannel-logout"
OLDEST = 10 * 60
"""Seconds for which such a token is good, whatever it says itself; for as long it is remembered that it was used."""


def sign_out_token(token: str, configuration: dict[str, Any], app: SocialApp) -> dict[str, Any]:
    """What the token says, `sub`, `sid` or both, used by this call; raises UntrustedError for one that is none.

    While the cache is away a token can be used again, which ends what it has ended already.
    """
    claims = signed_claims(
        token,
        configuration,
        client_id=app.client_id,
        tenant=app.settings.get("tenant", ""),
        required=("jti", "events"),
    )
    if not isinstance(claims["events"], dict) or not isinstance(claims["events"].get(EVENT), dict):
        raise UntrustedError("no sign-out")
    # With a nonce it is an ID token, of which whoever holds it could make a sign-out.
    if "nonce" in claims:
        raise UntrustedError("an ID token")
    named = [claims.get("sub"), claims.get("sid")]
    if not any(named) or any(name is not None and not isinstance(name, str) for name in named):
        raise UntrustedError("about nobody")
    if claims["iat"] < time.time() - OLDEST - LEEWAY:
        raise UntrustedError("too old")
    used = hashlib.sha256(f"{claims['iss']} {claims['jti']}".encode()).hexdigest()
    if not cache.add(f"signed-out:{used}", True, OLDEST + 2 * LEEWAY):
        raise UntrustedError("used before")
    return claims
