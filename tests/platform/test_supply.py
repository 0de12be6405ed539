"""What the product is built from: pinned, hashed, and without a secret in it."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator

import pytest
import yaml

from tests.platform.conftest import PROJECT

SECRET_NAME = re.compile(r"SECRET|PASSWORD|TOKEN|_KEY|KEYS|_URL$", re.IGNORECASE)
DOCKERFILE = (PROJECT / "Dockerfile").read_text().replace("\\\n", " ")
COMPOSE = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())


def images() -> list[str]:
    stages = set(re.findall(r"^FROM \S+ AS (\S+)$", DOCKERFILE, re.MULTILINE))
    bases = set(re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)) - stages
    return sorted(bases | {service["image"] for service in COMPOSE["services"].values()} - {"jobbtorg"})


@pytest.mark.parametrize("image", images())
def test_images_are_named_with_a_version(image: str) -> None:
    name, _, tag = image.partition(":")
    assert name
    assert re.match(r"\d", tag), image


def test_the_image_starts_nothing_as_root_and_fetches_nothing_by_hand() -> None:
    assert DOCKERFILE.rindex("\nUSER ") > DOCKERFILE.rindex("\nRUN ")
    assert not re.search(r"\b(curl|wget|ADD)\b", DOCKERFILE)


def test_no_secret_is_given_to_an_image_for_good() -> None:
    """`ENV` and `ARG` stay in the image. What one `RUN` sets is gone after it, and says `build` of itself."""
    lasting = re.findall(r"^(?:ENV|ARG) (.*)$", DOCKERFILE, re.MULTILINE)
    names = [name for line in lasting for name in re.findall(r"(\w+)=", line)]
    assert names
    assert not [name for name in names if SECRET_NAME.search(name)]
    passing = re.findall(r"(?<=\s)([A-Z_]+)=(\S+)", " ".join(re.findall(r"^RUN (.*)$", DOCKERFILE, re.MULTILINE)))
    for name, value in passing:
        assert not SECRET_NAME.search(name) or value == "build" or "@localhost" in value or "//localhost" in value


def settings_of_services() -> Iterator[tuple[str, str, str]]:
    for service, facts in COMPOSE["services"].items():
        for name, value in (facts.get("environment") or {}).items():
            yield service, name, str(value)


HANDED_ON = re.compile(r"\$\{\w+:-\}")
"""What the operator's environment says, if anything; nothing of it stands in the file."""


def test_no_secret_stands_in_the_compose_file() -> None:
    found = list(settings_of_services())
    assert len(found) > 20
    for service, name, value in found:
        if not HANDED_ON.fullmatch(value) and SECRET_NAME.search(name.removesuffix("_FILE")):
            assert name.endswith("_FILE"), (service, name)
            assert value.startswith("/run/secrets/"), (service, name)


def test_continuous_integration_needs_no_secret() -> None:
    for file in (PROJECT / ".ci").iterdir():
        assert not re.search(r"(SECRET|PASSWORD|TOKEN|_KEY)\w*=", file.read_text()), file


def test_secrets_and_data_never_enter_the_image_or_the_repository() -> None:
    assert (PROJECT / ".dockerignore").read_text().splitlines()[1] == "*"
    ignored = set((PROJECT / ".gitignore").read_text().splitlines())
    assert {"secrets/", ".env", "var/"} <= ignored


def test_no_setting_has_a_default_secret() -> None:
    """`env.…("NAME", default=…)` of a secret gives nothing, or what another secret gives."""
    tree = ast.parse((PROJECT / "jobbtorg" / "settings.py").read_text())
    asked = {}
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        of_env = isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "env"
        if of_env and call.args and isinstance(name := call.args[0], ast.Constant):
            default = next((keyword.value for keyword in call.keywords if keyword.arg == "default"), None)
            asked[str(name.value)] = default
    secrets = {name: default for name, default in asked.items() if SECRET_NAME.search(name)}
    assert {"SECRET_KEY", "IDENTITY_ENCRYPTION_KEYS", "IDENTITY_LOOKUP_KEY", "DATABASE_URL"} <= set(secrets)
    harmless = {"''", "[]", "'consolemail://'", "urlsplit(REDIS_URL)._replace(path='/1').geturl()"}
    for name, default in secrets.items():
        assert default is None or ast.unparse(default) in harmless, name


@pytest.mark.parametrize("name", ["production", "demo", "development", "django-next", "node", "bench"])
def test_every_python_package_is_pinned_with_hashes(name: str) -> None:
    text = (PROJECT / "requirements" / f"{name}.txt").read_text().replace("\\\n", " ")
    entries = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert entries
    assert not [line for line in entries if "==" not in line or "--hash=sha256:" not in line]


def test_every_npm_package_is_pinned_with_a_hash() -> None:
    packages = json.loads((PROJECT / "package-lock.json").read_text())["packages"]
    assert all("integrity" in facts for place, facts in packages.items() if place)
