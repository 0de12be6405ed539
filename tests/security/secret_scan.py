"""No key, password or token in the repository: every file is scanned and compared with a list of known harmless ones.

`python -m tests.security.secret_scan [--update]`. The list is `.secrets.baseline`: hashes of the throw-away values that
tests and examples need. A new finding fails; if it is harmless, `--update` puts it on the list, which a reviewer sees.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path

from detect_secrets.core import baseline
from detect_secrets.core.plugins import initialize
from detect_secrets.core.potential_secret import PotentialSecret
from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.settings import default_settings

from tests.security import more_detectors

PROJECT = Path(__file__).resolve().parents[2]
BASELINE = PROJECT / ".secrets.baseline"
NO_TEXT = {".png", ".woff2", ".ico"}
MORE_DETECTORS = str(Path(more_detectors.__file__))
CHECKSUM_OF_A_PACKAGE = r"--hash=sha256:[0-9a-f]{64}(?: \\)?\"?$"


def files() -> list[str]:
    """What is, or would be, committed."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [name for name in listed if Path(name).suffix not in NO_TEXT and name != BASELINE.name]


def scan(root: Path, names: list[str]) -> SecretsCollection:
    """What looks like a secret, by file. Nothing is sent anywhere to find out whether it works."""
    with default_settings() as settings, contextlib.chdir(root):
        settings.disable_filters("detect_secrets.filters.common.is_ignored_due_to_verification_policies")
        detectors = initialize.from_file(MORE_DETECTORS)
        settings.configure_plugins(
            [{"name": detector.__name__, "path": f"file://{MORE_DETECTORS}"} for detector in detectors]
        )
        settings.filters["detect_secrets.filters.regex.should_exclude_line"] = {"pattern": [CHECKSUM_OF_A_PACKAGE]}
        found = SecretsCollection()
        found.scan_files(*names, num_processors=2)
        return found


def known() -> SecretsCollection:
    return SecretsCollection.load_from_baseline(baseline.load_from_file(str(BASELINE)))


def unknown(found: SecretsCollection) -> list[tuple[str, PotentialSecret]]:
    """Findings that are not on the list, by file."""
    listed = {(name, secret.type, secret.secret_hash) for name, secret in known()}
    return [(name, secret) for name, secret in found if (name, secret.type, secret.secret_hash) not in listed]


def main() -> int:
    found = scan(PROJECT, files())
    if "--update" in sys.argv:
        with default_settings():
            baseline.save_to_file(found, str(BASELINE))
        return 0
    new = unknown(found)
    for name, secret in new:
        print(f"{name}:{secret.line_number}: {secret.type}")
    if new:
        print("Take the secret out and change it where it is used. If it is none: make secrets-baseline")
    return 1 if new else 0


if __name__ == "__main__":
    sys.exit(main())
