"""What the provider says about whoever signs in there."""

from __future__ import annotations

from typing import Any

from oauth2_provider.oauth2_validators import OAuth2Validator


class Claims(OAuth2Validator):
    """The address, and whether it has been verified: not that of who is called "unverified…" at the provider."""

    oidc_claim_scope = None

    def get_additional_claims(self, request: Any) -> dict[str, Any]:
        user = request.user
        claims: dict[str, Any] = {"email": user.email, "email_verified": not user.username.startswith("unverified")}
        if user.username.startswith("text"):
            claims["email_verified"] = "false"  # as some providers have it
        claims["employeeid"] = f"a-{user.username}"
        return claims
