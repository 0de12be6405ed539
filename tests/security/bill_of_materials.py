"""What the product is made of, as CycloneDX: every pinned package of production, Python and npm, with its hashes.

`python -m tests.security.bill_of_materials FILE`. Made from the lock files alone, so it needs no network.
"""

from __future__ import annotations

import base64
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import OutputFormat, make_outputter
from cyclonedx.schema import SchemaVersion
from packageurl import PackageURL
from pip_requirements_parser import RequirementsFile

PROJECT = Path(__file__).resolve().parents[2]


def python_packages(requirements: Path) -> Iterator[Component]:
    """Each pinned package once, with the SHA-256 of every file that pip accepts for it."""
    for requirement in RequirementsFile.from_file(str(requirements)).requirements:
        name, version = str(requirement.name), requirement.get_pinned_version
        yield Component(
            name=name,
            version=version,
            bom_ref=f"pypi:{name}",
            purl=PackageURL("pypi", None, name, version),
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
            hashes=[HashType(alg=algorithm, content=base64.b64decode(digest).hex())],
        )


def asked_for() -> set[str]:
    """References of the packages the project itself names; the others come with these."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    python = {f"pypi:{re.split(r'[^a-z0-9-]', line)[0]}" for line in project["dependencies"]}
    return python | {f"npm:{name}" for name in json.loads((PROJECT / "package.json").read_text())["dependencies"]}


def bill_of_materials() -> str:
    """The whole bill as JSON."""
    parts = [
        *python_packages(PROJECT / "requirements" / "production.txt"),
        *npm_packages(PROJECT / "package-lock.json"),
    ]
    product = Component(name="jobbtorg", bom_ref="jobbtorg", type=ComponentType.APPLICATION)
    bom = Bom(components=parts)
    bom.metadata.component = product
    direct = asked_for()
    bom.register_dependency(product, [part for part in parts if part.bom_ref.value in direct])
    return make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(indent=2)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(bill_of_materials())
    print(f"Written: {target}")
