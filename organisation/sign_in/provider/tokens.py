"""What the provider has signed, checked with the keys that it publishes (OpenID Connect Core 3.1.3.7).

Also where the token came straight from the provider: what the connection proves ends at whatever stands in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import jwt

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Only those with a public key: a token cannot be signed with what everybody can read."""

LEEWAY = 60
"""Seconds that the clocks of provider and service may differ."""

KEYS_KEPT = 10 * 60
"""Seconds before the provider's keys are fetched again. One that is not among them fetches them at once,"""

SOONEST = 10
"""but no sooner than so many seconds after the last time: anybody can make up the name of a key."""

PATIENCE = 5
TENANT_IN_ISSUER = "{tenantid}"
"""Microsoft's address for all organisations says its issuer so; the organisation stands there in each token."""


class UntrustedError(Exception):
    """The token is not what it must be; the message says why, and nothing of what stood in it."""


@lru_cache(maxsize=16)
def _keys(address: str) -> jwt.PyJWKClient:
    return jwt.PyJWKClient(address, lifespan=KEYS_KEPT, cooldown_duration=SOONEST, timeout=PATIENCE)


def _key_for(token: str, address: str) -> jwt.PyJWK:
    """The key that the token names; it need not name one where the provider has only one. Raises PyJWTError."""
    keys = _keys(address)
    if "kid" not in jwt.get_unverified_header(token) and len(known := keys.get_signing_keys()) == 1:
        return known[0]
    return keys.get_signing_key_from_jwt(token)


def signed_claims(
    token: str, configuration: dict[str, Any], *, client_id: str, tenant: str = "", required: Sequence[str] = ()
) -> dict[str, Any]:
    """What a token says that the provider has signed for this service, and whose time has not passed.

    `configuration` is what the provider publishes about itself; `required` names claims besides issuer and audience.
    With `tenant`, the organisation in an issuer that leaves it open. Raises UntrustedError.
    """
    options: Any = {"require": ["iss", "aud", "iat", *required]}
    try:
        key = _key_for(token, configuration["jwks_uri"])
        claims: dict[str, Any] = jwt.decode(
            token,
            key.key,
            algorithms=ALGORITHMS,
            audience=client_id,
            issuer=str(configuration["issuer"]).replace(TENANT_IN_ISSUER, tenant),
            leeway=LEEWAY,
            options=options,
        )
    except (jwt.PyJWTError, KeyError) as error:
        raise UntrustedError(type(error).__name__) from error
    if claims.get("azp", client_id) != client_id:
        raise UntrustedError("made for another service")
    return claims
