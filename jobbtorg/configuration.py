"""How settings are read: from the environment, from `.env`, or from a file named by `NAME_FILE`.

A secret may stand in the environment (`SECRET_KEY`) or in a file that the environment points at
(`SECRET_KEY_FILE=/run/secrets/secret_key`); the file wins. What is missing or contradictory stops the start with one
sentence, which is read faster than a traceback.
"""

import os
from pathlib import Path
from typing import Any, NoReturn

import environ
from environ.fileaware_mapping import FileAwareMapping


def stop(sentence: str) -> NoReturn:
    """End the process with exit code 1 and `sentence` on stderr."""
    raise SystemExit(f"Jobbtorg cannot start: {sentence}")


class _EnvironmentAndFiles(FileAwareMapping):
    """os.environ where NAME_FILE stands for the file's content, without the newline that editors add."""

    def __getitem__(self, key: str) -> str:
        try:
            return str(super().__getitem__(key)).strip()
        except OSError as error:
            stop(f"{key}_FILE names a file that cannot be read ({error.filename}: {error.strerror}).")


class Configuration(environ.Env):
    """django-environ's reader, plus NAME_FILE and a list of everything that is missing."""

    ENVIRON = _EnvironmentAndFiles()

    def require(self, *names: str) -> None:
        """Stop the start, naming every variable of `names` that is absent or empty."""
        missing = [name for name in names if not self.str(name, default="")]
        if missing:
            stop(
                f"{', '.join(missing)} must be set, in the environment, in .env or as NAME_FILE "
                "(.env.example explains each; `make setup` writes a .env for this machine)."
            )


def load(base_dir: Path) -> Configuration:
    """The configuration, with `.env` (or the file named by ENV_FILE; empty means none) filling what is not set."""
    env_file = os.environ.get("ENV_FILE", str(base_dir / ".env"))
    if env_file and Path(env_file).is_file():
        Configuration.read_env(env_file)
    return Configuration()


def contacts(addresses: list[str], *, name: str) -> list[str]:
    """The addresses of the variable `name`, where each may stand after `Contact:` (RFC 9116). Others stop the start."""
    for address in addresses:
        if not address.startswith(("mailto:", "https://", "tel:")):
            stop(f"{name} has {address!r}; each address must begin with mailto:, https:// or tel:.")
    return addresses


def identity_provider(env: Configuration, server_url: str, *, https_only: bool) -> dict[str, Any]:
    """allauth's settings for the city's identity provider, as the environment describes it; what is missing stops."""
    staff_claim, trust_email = env.str("OIDC_STAFF_CLAIM", default=""), env.bool("OIDC_TRUST_EMAIL", default=False)
    if server_url:
        env.require("OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
        if https_only and not server_url.startswith("https://"):
            stop("OIDC_SERVER_URL must begin with https://; what the provider says is trusted because of who says it.")
        if trust_email == bool(staff_claim):
            stop(
                "OIDC_STAFF_CLAIM must name the claim that holds a user's tjänste-id (oid, sub, employeeid, upn), "
                "or OIDC_TRUST_EMAIL=true says that the provider's e-mail addresses are believed; one of the two."
            )
    return openid_connect(
        server_url,
        client_id=env.str("OIDC_CLIENT_ID", default=""),
        secret=env.str("OIDC_CLIENT_SECRET", default=""),
        name=env.str("OIDC_NAME", default="stadens inloggning"),
        staff_claim=staff_claim,
        trust_email=trust_email,
        tenant=env.str("OIDC_TENANT", default=""),
        required_acr=env.list("OIDC_REQUIRED_ACR", default=[]),
        required_amr=env.list("OIDC_REQUIRED_AMR", default=[]),
    )


def openid_connect(server_url: str, *, client_id: str, secret: str, name: str, **trusted: Any) -> dict[str, Any]:
    """allauth's settings for the one identity provider; without an address there is none.

    `name` stands on the sign-in page after "Logga in med". The provider sends people back to `/konto/oidc/sso/svar`.
    `trusted` is what is believed of what it says (organisation/sign_in/provider/matching.py): `staff_claim` or
    `trust_email`, `tenant`, `required_acr`, `required_amr`.
    """
    provider = {
        "provider_id": "sso",
        "name": name,
        "client_id": client_id,
        "secret": secret,
        "settings": {"server_url": server_url.rstrip("/"), **trusted},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [provider] if server_url else []}}
