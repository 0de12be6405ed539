"""What is said about the project as a whole agrees: publiccode.yml, CHANGELOG.md, versions and licences."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from jobbtorg import __version__

ROOT = Path(__file__).resolve().parents[2]
PUBLICCODE: dict[str, Any] = yaml.safe_load((ROOT / "publiccode.yml").read_text())
CHANGELOG = (ROOT / "CHANGELOG.md").read_text()
RELEASE = re.compile(r"^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)$", re.MULTILINE)
KINDS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security", "Known limits"}

ONE_OF: dict[str, set[Any]] = {
    "publiccodeYmlVersion": {"0.4", "0.5"},
    "developmentStatus": {"concept", "development", "beta", "stable", "obsolete"},
    "softwareType": {f"standalone/{kind}" for kind in ("mobile", "iot", "desktop", "web", "backend", "other")},
    "maintenance.type": {"internal", "contract", "community", "none"},
    "localisation.localisationReady": {True, False},
}
REQUIRED = (
    "name",
    "url",
    "softwareVersion",
    "releaseDate",
    "platforms",
    "categories",
    "legal.license",
    "localisation.availableLanguages",
    *ONE_OF,
)
SHORT, LONG = range(1, 151), range(150, 10001)
"""How many characters the two descriptions may have."""


def value(facts: dict[str, Any], key: str) -> Any:
    for part in key.split("."):
        facts = (facts or {}).get(part)  # type: ignore[assignment]
    return facts


def faults(facts: dict[str, Any]) -> Iterator[str]:
    """What the standard asks for and the file lacks."""
    yield from (f"{key} is missing" for key in REQUIRED if value(facts, key) in (None, "", []))
    yield from (
        f"{key} is {value(facts, key)!r}" for key, allowed in ONE_OF.items() if value(facts, key) not in allowed
    )
    if not {"sv", "en"} <= facts.get("description", {}).keys():
        yield "description lacks a language"
    for language, texts in facts.get("description", {}).items():
        if len(texts.get("shortDescription", "")) not in SHORT or len(texts.get("longDescription", "")) not in LONG:
            yield f"a description in {language} is too short or too long"
        if not texts.get("features"):
            yield f"no features in {language}"
        yield from (f"{path} is not there" for path in texts.get("screenshots", []) if not (ROOT / path).is_file())
    yield from _before_publication(facts)


def _before_publication(facts: dict[str, Any]) -> Iterator[str]:
    """What may not be claimed of what is not published, and what may not be missing once it is."""
    address = urlsplit(facts.get("url") or "")
    if address.scheme != "https":
        yield "url is no https address"
    kept = value(facts, "maintenance.type") != "none"
    if (address.hostname or "").endswith(".invalid"):
        if kept or facts.get("developmentStatus") == "stable":
            yield "url is to be set before the software is called stable or maintained"
    elif not kept:
        yield "it is published, and nobody is said to maintain it"
    if kept and not (value(facts, "maintenance.contacts") or value(facts, "maintenance.contractors")):
        yield "no maintainer is named"


def test_publiccode_has_what_the_standard_asks_for() -> None:
    assert list(faults(PUBLICCODE)) == []


def test_what_publiccode_lacks_is_found() -> None:
    """Held against the check itself."""
    wrong = deepcopy(PUBLICCODE)
    del wrong["description"]["en"]["features"]
    wrong["description"]["sv"]["longDescription"] = "För kort."
    wrong |= {"developmentStatus": "stable", "softwareType": "web", "platforms": []}
    assert list(faults(wrong)) == [
        "platforms is missing",
        "softwareType is 'web'",
        "a description in sv is too short or too long",
        "no features in en",
        "url is to be set before the software is called stable or maintained",
    ]
    published = PUBLICCODE | {"url": "https://git.example.se/jobbtorg.git"}
    assert list(faults(published)) == ["it is published, and nobody is said to maintain it"]
    assert list(faults(published | {"maintenance": {"type": "internal"}})) == ["no maintainer is named"]


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    package, lock = (json.loads((ROOT / name).read_text()) for name in ("package.json", "package-lock.json"))
    newest, day = RELEASE.findall(CHANGELOG)[0]
    said = {project["version"], package["version"], lock["version"], PUBLICCODE["softwareVersion"], __version__}
    assert said == {newest}
    assert PUBLICCODE["releaseDate"] == day


def test_the_licence_is_the_same_everywhere() -> None:
    reuse = tomllib.loads((ROOT / "REUSE.toml").read_text())["annotations"][0]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert {reuse["SPDX-License-Identifier"], project["license"], PUBLICCODE["legal"]["license"]} == {"EUPL-1.2"}
    assert reuse["SPDX-FileCopyrightText"].endswith(PUBLICCODE["legal"]["mainCopyrightOwner"])


def test_the_changelog_is_in_order() -> None:
    sections = re.findall(r"^## (.+)$", CHANGELOG, re.MULTILINE)
    assert sections[0] == "[Unreleased]"
    releases = RELEASE.findall(CHANGELOG)
    assert len(releases) == len(sections) - 1, "a section of a release is headed [1.2.3] - 2027-01-31"
    by_version = [tuple(map(int, version.split("."))) for version, _ in releases]
    by_day = [date.fromisoformat(day) for _, day in releases]
    assert by_version == sorted(set(by_version), reverse=True)
    assert by_day == sorted(by_day, reverse=True)
    assert set(re.findall(r"^### (.+)$", CHANGELOG, re.MULTILINE)) <= KINDS
