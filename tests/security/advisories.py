"""Known vulnerabilities in what production installs: pip-audit, and an honest word about what it could not find out.

`python -m tests.security.advisories [REQUIREMENTS]`. pip-audit says "no known vulnerabilities" also about packages that
the advisory service did not answer for; here those are counted as not audited, loudly, and with AUDIT_REQUIRED=1 they
fail the run. OSV_URL names an OSV service to ask instead of PyPI, for machines that reach only their own network; it is
asked about the npm packages too, of which PyPI knows nothing. What was not audited stands in one line, images and
files of others included: no program here asks about them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from tests.security.bill_of_materials import files_of_others, images, npm_packages, script_in_a_wheel

PROJECT = Path(__file__).resolve().parents[2]
REQUIREMENTS = PROJECT / "requirements" / "production.txt"
PATIENCE = "10"  # seconds for one answer of the service


@dataclass
class Audit:
    """What is known after asking: vulnerable packages with their advisories, and packages nobody could tell about."""

    audited: int = 0
    vulnerable: dict[str, list[str]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    reason: str = ""
    beside: str = ""
    """What nobody was asked about, in words."""

    def report(self, *, required: bool) -> tuple[str, int]:
        """The words and the exit code: 1 for a vulnerability, and for what was not audited if it had to be."""
        lines = [f"VULNERABLE: {package}: {', '.join(ids)}" for package, ids in sorted(self.vulnerable.items())]
        if self.audited and not self.vulnerable and not self.unknown:
            lines.append(f"Audited: {self.audited} packages, no known vulnerability.")
        missing = self.reason
        if self.unknown and not missing:
            names = ", ".join(self.unknown) if self.audited else "any of them"
            missing = (
                f"{len(self.unknown)} of {self.audited + len(self.unknown)} packages; the advisory "
                f"service did not answer for {names}"
            )
        if not_audited := "; ".join(filter(None, [missing, self.beside])):
            lines.append(f"NOT AUDITED: {not_audited}")
        is_incomplete = bool(self.reason or self.unknown)
        return "\n".join(lines), 1 if self.vulnerable or (required and is_incomplete) else 0


def read(answer: str, said: str) -> Audit:
    """What pip-audit's JSON tells; `said` is its stderr, for the reason when there is no JSON."""
    try:
        dependencies: list[dict[str, Any]] = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        last = said.strip().splitlines()[-1:] or ["pip-audit gave no answer"]
        return Audit(reason=f"the advisory service cannot be had ({last[0][:200]})")
    audit = Audit()
    for dependency in dependencies:
        if "skip_reason" in dependency:
            audit.unknown.append(dependency["name"])
            continue
        audit.audited += 1
        if dependency["vulns"]:
            package = f"{dependency['name']} {dependency['version']}"
            audit.vulnerable[package] = [
                found["id"] + (f" (fixed in {', '.join(found['fix_versions'])})" if found["fix_versions"] else "")
                for found in dependency["vulns"]
            ]
    if not audit.audited and not audit.unknown:
        audit.reason = "there is no package to ask about"
    return audit


def ask(requirements: Path, osv_url: str = "") -> Audit:
    """Ask the advisory service about every pinned package; nothing is installed or resolved."""
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--requirement",
        str(requirements),
        "--disable-pip",
        "--require-hashes",
    ]
    command += ["--progress-spinner", "off", "--format", "json", "--timeout", PATIENCE]
    command += ["--vulnerability-service", "osv", "--osv-url", osv_url] if osv_url else []
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    return read(finished.stdout, finished.stderr)


def ask_about_npm(audit: Audit, osv_url: str) -> None:
    """Ask an OSV service about what the pages serve of npm; the answers go into the audit."""
    for part in [*npm_packages(PROJECT / "package-lock.json"), script_in_a_wheel()]:
        name = f"{part.group}/{part.name}" if part.group else part.name
        asked = {"package": {"name": name, "ecosystem": "npm"}, "version": part.version}
        try:
            answer = requests.post(osv_url, json=asked, timeout=int(PATIENCE))
            answer.raise_for_status()
            found = answer.json().get("vulns", [])
        except (requests.RequestException, ValueError):
            audit.unknown.append(name)
            continue
        audit.audited += 1
        if found:
            audit.vulnerable[f"{name} {part.version}"] = [advisory["id"] for advisory in found]


def beside_the_packages(*, npm_asked: bool) -> str:
    """What of the bill of materials nobody is asked about."""
    scripts = 0 if npm_asked else len(list(npm_packages(PROJECT / "package-lock.json"))) + 1
    counted = (
        (scripts, "npm packages (set OSV_URL)"),
        (len(list(images())), "images"),
        (len(list(files_of_others())), "files of others"),
    )
    return "not asked about: " + ", ".join(f"{number} {words}" for number, words in counted if number)


def main() -> int:
    """With a list of requirements, about these alone; else about the whole product."""
    osv_url = os.environ.get("OSV_URL", "")
    if len(sys.argv) > 1:
        audit = ask(Path(sys.argv[1]), osv_url)
    else:
        audit = ask(REQUIREMENTS, osv_url)
        if osv_url and not audit.reason:
            ask_about_npm(audit, osv_url)
        audit.beside = beside_the_packages(npm_asked=bool(osv_url))
    words, code = audit.report(required=os.environ.get("AUDIT_REQUIRED", "") == "1")
    print(words)
    return code


if __name__ == "__main__":
    sys.exit(main())
