"""The programs of `make security` find what they are there for, and say when they could not look."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.docs.test_licences import annotated
from tests.platform.conftest import PATIENCE, PROJECT, clean_environment
from tests.platform.test_supply import images
from tests.security.advisories import REQUIREMENTS, Audit, ask_about_npm, read
from tests.security.bill_of_materials import bill_of_materials
from tests.security.licences import installed
from tests.security.secret_scan import scan, unknown

PINNED = "attrs==1.0.0 --hash=sha256:" + "0" * 64 + "\nidna==3.0 --hash=sha256:" + "0" * 64 + "\n"
ADVISORY = {
    "id": "PYSEC-2099-1",
    "summary": "Lets anyone in.",
    "published": "2099-01-01T00:00:00Z",
    "affected": [
        {
            "package": {"name": "idna", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "3.1"}]}],
        }
    ],
}
VULNERABLE = ("idna", "htmx.org")


class _Advisories(BaseHTTPRequestHandler):
    """An OSV service that knows one advisory, about idna and, as it thinks, htmx."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        body = json.dumps({"vulns": [ADVISORY]} if asked["package"]["name"] in VULNERABLE else {}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Nothing on stderr."""


@pytest.fixture
def service() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Advisories) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
        server.shutdown()


def audit(requirements: Path | None, **environment: str) -> tuple[int, str]:
    """The program itself, as `make security` runs it."""
    finished = subprocess.run(
        [sys.executable, "-m", "tests.security.advisories", *([str(requirements)] if requirements else [])],
        cwd=PROJECT,
        env=clean_environment(**environment),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    return finished.returncode, finished.stdout


def test_a_known_vulnerability_fails(service: str, tmp_path: Path) -> None:
    (tmp_path / "pinned.txt").write_text(PINNED)
    code, said = audit(tmp_path / "pinned.txt", OSV_URL=service)
    assert code == 1
    assert said == "VULNERABLE: idna 3.0: PYSEC-2099-1 (fixed in 3.1)\n"


def test_what_was_audited_is_said_to_be(service: str, tmp_path: Path) -> None:
    (tmp_path / "pinned.txt").write_text(PINNED.splitlines()[0])
    assert audit(tmp_path / "pinned.txt", OSV_URL=service, AUDIT_REQUIRED="1") == (
        0,
        "Audited: 1 packages, no known vulnerability.\n",
    )


@pytest.mark.parametrize(("required", "code"), [("", 0), ("1", 1)])
def test_a_service_that_cannot_be_had_is_no_clean_bill(free_port, tmp_path: Path, required: str, code: int) -> None:
    (tmp_path / "pinned.txt").write_text(PINNED)
    answer = audit(tmp_path / "pinned.txt", OSV_URL=f"http://127.0.0.1:{free_port()}/v1/query", AUDIT_REQUIRED=required)
    assert answer[0] == code
    assert answer[1].startswith("NOT AUDITED: the advisory service cannot be had (")
    assert "no known" not in answer[1]


def test_one_line_says_what_was_not_audited(service: str, free_port) -> None:
    """Of the whole product: where the service is away, and where it answers for Python and npm."""
    away = audit(None, OSV_URL=f"http://127.0.0.1:{free_port()}/v1/query")[1]
    [line] = away.splitlines()
    assert line.startswith("NOT AUDITED: the advisory service cannot be had (")
    code, said = audit(None, OSV_URL=service, AUDIT_REQUIRED="1")
    htmx, idna, line = said.splitlines()
    assert code == 1
    assert htmx.startswith("VULNERABLE: htmx.org")
    assert idna.startswith("VULNERABLE: idna")
    named = len([image for image in images() if image != "jobbtorg"])
    assert line == f"NOT AUDITED: not asked about: {named} images, {len(annotated())} files of others"


def test_npm_packages_are_asked_about_where_the_service_knows_them(service: str, free_port) -> None:
    found = Audit()
    ask_about_npm(found, service)
    assert (found.audited, found.unknown) == (4, [])
    [(package, ids)] = found.vulnerable.items()
    assert package.startswith("htmx.org ")
    assert ids == ["PYSEC-2099-1"]
    found = Audit()
    ask_about_npm(found, f"http://127.0.0.1:{free_port()}/v1/query")
    assert (found.audited, len(found.unknown)) == (0, 4)


def test_packages_the_service_does_not_know_are_counted_as_not_audited() -> None:
    """The answer of a service that has no advisories: exit code 0, and every package with a reason."""
    skipped = {"name": "idna", "skip_reason": "Dependency not found on PyPI and could not be audited: idna (3.0)"}
    clean = {"name": "attrs", "version": "1.0.0", "vulns": []}
    report = read(json.dumps({"dependencies": [skipped, clean], "fixes": []}), "No known vulnerabilities found")
    said = "NOT AUDITED: 1 of 2 packages; the advisory service did not answer for idna"
    assert report.report(required=False) == (said, 0)
    assert report.report(required=True) == (said, 1)


def test_an_empty_list_is_not_audited_either() -> None:
    assert read('{"dependencies": []}', "").report(required=True)[1] == 1


PLANTED = {
    "Private Key": "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n",
    "Secret Keyword": 'DATABASE_PASSWORD = "h4rd-t0-gu3ss-b1t"\n',
    "Basic Auth Credentials": "DATABASE_URL: postgres://jobbtorg:k7Zp2Qx9@db.example.se/jobbtorg\n",
    "AWS Access Key": "AWS_KEY=AKIA" + "Q3ZT7XWB5LNMJKPR\n",
    "GitLab Token": "the runner has gl" + "pat-Zx81mKq7Lw90bTn4Vr2P\n",
    "PyPI Token": "upload with pypi-" + "AgEIcHlwaS5vcmc" + "Jk7Qz2" * 12 + "\n",
    "OpenAI Token": "the model has sk" + "-kZ3mP9qW7xB2vN5tR8yLT3BlbkFJaC4dE6fG1hJ0kL9mN8pQ\n",
    "Telegram Bot Token": "the robot is 7261839405" + ":AAFz9Kq3Lm7Xw2Bn8Vt5Rp1Jc6Yd4Hg0Qs_\n",
}


@pytest.mark.parametrize("kind", PLANTED)
@pytest.mark.parametrize(
    "before", ["", "idna==3.1 \\\n    --hash=sha256:" + "0" * 64 + "\n"], ids=["alone", "after a pin"]
)
def test_a_planted_secret_is_found(tmp_path: Path, kind: str, before: str) -> None:
    (tmp_path / "planted.py").write_text(before + PLANTED[kind])
    found = unknown(scan(tmp_path, ["planted.py"]))
    assert {where for where, _ in found} == {"planted.py"}
    assert kind in {secret.type for _, secret in found}


def test_a_file_without_secrets_is_left_in_peace(tmp_path: Path) -> None:
    (tmp_path / "settings.py").write_text('SECRET_KEY = env.str("SECRET_KEY")\n')
    (tmp_path / "requirements.txt").write_text("idna==3.1 \\\n    --hash=sha256:" + sha256(b"idna").hexdigest() + "\n")
    assert unknown(scan(tmp_path, ["settings.py", "requirements.txt"])) == []


def test_suspicious_code_is_found_with_the_projects_own_configuration(tmp_path: Path) -> None:
    (tmp_path / "view.py").write_text("import subprocess\nsubprocess.run('ls ' + input(), shell=True)\n")
    command = [sys.executable, "-m", "tests.security.suspicious_code", "--quiet", "--configfile", "pyproject.toml"]
    finished = subprocess.run([*command, str(tmp_path / "view.py")], cwd=PROJECT, capture_output=True, text=True)
    assert finished.returncode == 1
    assert "B602" in finished.stdout


def test_the_bill_of_materials_names_everything() -> None:
    """Every pinned package, image and file of others; each with a hash or, of an image without digest, a version."""
    bill = json.loads(bill_of_materials())
    parts = {part["bom-ref"]: part for part in bill["components"]}
    pinned = [line.split("==")[0] for line in REQUIREMENTS.read_text().splitlines() if "==" in line and line[0] != " "]
    assert len(pinned) > 40
    assert {f"pypi:{name}" for name in pinned} == {ref for ref in parts if ref.startswith("pypi:")}
    assert {"npm:@digdir/designsystemet-css", "npm:htmx.org"} <= parts.keys()
    assert "npm:axe-core" not in parts, "tests use it, pages do not"
    named = {image for image in images() if image != "jobbtorg"}
    assert {f"image:{image}" for image in named} == {ref for ref in parts if ref.startswith("image:")}
    assert {f"file:{path}" for path in annotated()} == {ref for ref in parts if ref.startswith("file:")}
    for ref, part in parts.items():
        assert part.get("hashes") or ref.startswith("image:"), ref
        assert part.get("version") or ref.startswith("file:"), ref
        assert part.get("purl") or ref.startswith("file:"), ref
        assert part.get("licenses") or ref.startswith("image:") or not is_here(ref), ref


def is_here(ref: str) -> bool:
    """Whether a package of the list is installed; a few are for other systems than this one."""
    return not ref.startswith("pypi:") or ref.removeprefix("pypi:") in installed()


def test_the_bill_of_materials_says_what_comes_with_what() -> None:
    bill = json.loads(bill_of_materials())
    tree = {entry["ref"]: set(entry.get("dependsOn", [])) for entry in bill["dependencies"]}
    assert {"pypi:django", "npm:@digdir/designsystemet-css"} <= tree["jobbtorg"]
    assert {"pypi:asgiref", "pypi:sqlparse"} <= tree["pypi:django"]
    assert "npm:htmx.org" in tree["pypi:django-htmx"]
    reached, ahead = set(), {"jobbtorg"}
    while ahead:
        reached |= ahead
        ahead = {need for ref in ahead for need in tree.get(ref, ())} - reached
    here = {part["bom-ref"] for part in bill["components"] if is_here(part["bom-ref"])}
    assert here - reached == set(), "listed, and nothing asks for it"
