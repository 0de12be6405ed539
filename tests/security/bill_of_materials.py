"""What the product is made of, as CycloneDX: packages, images and files of others, with what depends on what.

`python -m tests.security.bill_of_materials FILE`. Made from the lock files, `docker-compose.yml`, the `Dockerfile`,
`REUSE.toml` and what the installed packages say of themselves, so it needs no network. A font or script that is put
into `static/` has to be named in `REUSE.toml` (tests/docs/test_licences.py) and is listed by that.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import yaml
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import LicenseExpression
from cyclonedx.output import OutputFormat, make_outputter
from cyclonedx.schema import SchemaVersion
from packageurl import PackageURL
from packaging.requirements import Requirement
from pip_requirements_parser import RequirementsFile

from tests.security.licences import UNKNOWN, installed, normal

PROJECT = Path(__file__).resolve().parents[2]
SCRIPT = "django_htmx/static/django_htmx/htmx-2.min.js"
"""The one script of others that the pages load; the wheel of django-htmx carries it."""


def python_packages(requirements: Path) -> Iterator[Component]:
    """Each pinned package once, with the SHA-256 of every file that pip accepts for it."""
    known = installed()
    for requirement in RequirementsFile.from_file(str(requirements)).requirements:
        name, version = str(requirement.name), requirement.get_pinned_version
        licence = known.get(normal(name), UNKNOWN)
        yield Component(
            name=name,
            version=version,
            bom_ref=f"pypi:{name}",
            purl=PackageURL("pypi", None, name, version),
            licenses=[] if licence == UNKNOWN else [LicenseExpression(licence)],
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=h.split(":")[1]) for h in requirement.hash_options],
        )


def npm_packages(lock: Path) -> Iterator[Component]:
    """What the pages serve; not what only tests use."""
    for place, facts in json.loads(lock.read_text())["packages"].items():
        if not place or facts.get("dev"):
            continue
        group, _, name = place.rpartition("node_modules/")[2].rpartition("/")
        kind, _, digest = facts["integrity"].partition("-")
        algorithm = {"sha512": HashAlgorithm.SHA_512}[kind]
        yield Component(
            name=name,
            group=group or None,
            version=facts["version"],
            bom_ref=f"npm:{place.rpartition('node_modules/')[2]}",
            purl=PackageURL("npm", group or None, name, facts["version"]),
            licenses=[LicenseExpression(facts["license"])],
            hashes=[HashType(alg=algorithm, content=base64.b64decode(digest).hex())],
        )


def images() -> Iterator[Component]:
    """The images that the product's own is built on, and those of the servers beside it, as they are named."""
    dockerfile = (PROJECT / "Dockerfile").read_text()
    compose = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())
    stages = set(re.findall(r"^FROM \S+ AS (\S+)$", dockerfile, re.MULTILINE))
    named = set(re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE)) - stages
    named |= {service["image"] for service in compose["services"].values() if "build" not in service}
    for image in sorted(named - {"jobbtorg"}):
        name, _, digest = image.partition("@")
        name, _, tag = name.partition(":")
        algorithm, _, content = digest.partition(":")
        yield Component(
            name=name,
            version=tag or digest,
            bom_ref=f"image:{image}",
            type=ComponentType.CONTAINER,
            purl=PackageURL("docker", None, name, digest or tag),
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=content)] if algorithm == "sha256" else [],
        )


def files_of_others() -> Iterator[Component]:
    """Drawings, style sheets and fonts that others made and that lie in the repository, with what `REUSE.toml` says."""
    for entry in tomllib.loads((PROJECT / "REUSE.toml").read_text())["annotations"]:
        if entry["path"] == "**":
            continue
        content = (PROJECT / entry["path"]).read_bytes()
        yield Component(
            name=entry["path"],
            bom_ref=f"file:{entry['path']}",
            type=ComponentType.FILE,
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=hashlib.sha256(content).hexdigest())],
            licenses=[LicenseExpression(entry["SPDX-License-Identifier"])],
        )


def script_in_a_wheel() -> Component:
    """htmx, which comes inside a Python package and is asked about under its own name."""
    content = Path(str(distribution("django-htmx").locate_file(SCRIPT))).read_bytes()
    found = re.search(rb'version:"([\d.]+)"', content)
    assert found, f"{SCRIPT} does not say its version"
    version = found[1].decode()
    return Component(
        name="htmx.org",
        version=version,
        bom_ref="npm:htmx.org",
        purl=PackageURL("npm", None, "htmx.org", version),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=hashlib.sha256(content).hexdigest())],
        licenses=[LicenseExpression("0BSD")],
    )


def needed_by(name: str, listed: dict[str, Component]) -> list[Component]:
    """The listed packages that an installed one asks for; extras count, because what they bring is pinned too."""
    try:
        asked = [Requirement(text) for text in distribution(name).requires or []]
    except PackageNotFoundError:  # of another system than this one
        return []
    return [listed[normal(need.name)] for need in asked if normal(need.name) in listed]


def asked_for() -> set[str]:
    """References of the packages the project itself names; the others come with these."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    python = {f"pypi:{re.split(r'[^a-z0-9-]', line)[0]}" for line in project["dependencies"]}
    return python | {f"npm:{name}" for name in json.loads((PROJECT / "package.json").read_text())["dependencies"]}


def bill_of_materials() -> str:
    """The whole bill as JSON."""
    python = list(python_packages(PROJECT / "requirements" / "production.txt"))
    beside = [*npm_packages(PROJECT / "package-lock.json"), script_in_a_wheel(), *images(), *files_of_others()]
    product = Component(name="jobbtorg", bom_ref="jobbtorg", type=ComponentType.APPLICATION)
    bom = Bom(components=[*python, *beside])
    bom.metadata.component = product
    direct = asked_for()
    by_name = {normal(part.name): part for part in python}
    for part in python:
        bom.register_dependency(part, needed_by(part.name, by_name))
    by_ref = {part.bom_ref.value: part for part in [*python, *beside]}
    bom.register_dependency(by_ref["pypi:django-htmx"], [by_ref["npm:htmx.org"]])
    for ref, names in npm_needs(PROJECT / "package-lock.json").items():
        bom.register_dependency(by_ref[ref], [by_ref[f"npm:{name}"] for name in names])
    stands_alone = ("image:", "file:")
    first = [part for ref, part in by_ref.items() if ref in direct or str(ref).startswith(stands_alone)]
    bom.register_dependency(product, first)
    return make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(indent=2)


def npm_needs(lock: Path) -> dict[str, list[str]]:
    """Which npm package asks for which, as the lock file says."""
    packages: dict[str, Any] = json.loads(lock.read_text())["packages"]
    return {
        f"npm:{place.rpartition('node_modules/')[2]}": list(facts.get("dependencies", {}))
        for place, facts in packages.items()
        if place and not facts.get("dev")
    }


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(bill_of_materials())
    print(f"Written: {target}")
