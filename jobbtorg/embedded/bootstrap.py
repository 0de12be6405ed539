"""From a bare Python 3.11 to a ready environment. Runs before anything is installed: standard library only.

`python3 jobbtorg/embedded/bootstrap.py COMMAND` prepares the environment and hands over to
`.venv/bin/python -m jobbtorg.embedded COMMAND`. What is already in place is recognised by a stamp file holding the
checksum of what it was made from, so a second start downloads nothing and asks no registry.
"""

import base64
import hashlib
import http.client
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import partial
from pathlib import Path
from typing import NoReturn

if __package__:
    from jobbtorg.embedded.steps import STEPS
else:  # a script, run before the package can be imported
    from steps import STEPS  # type: ignore[import-not-found, no-redef]

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"
PACKAGE_LOCK = ROOT / "package-lock.json"
NODE_MODULES = ROOT / "node_modules"
ENV_FILE = ROOT / ".env"
DEFAULT_PORT = "8000"
# In the environment of each program of a demo, with the folder of its data: what belongs to whom is told by it.
DEMO_MARK = "JOBBTORG_DEMO"
ANSWER_SECONDS = 3
# The lock file says what every package must hold, so one that was fetched before is as good as a new one.
NPM_CI = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")
PIPS = 2
"""How many of them install the packages at the same time."""

INSTALLERS = {"pip", "setuptools", "wheel"}

ENV_TEXT = """\
# Written once by `make setup`, for this machine only. .env.example explains every variable.
ENVIRONMENT=development
DEMO_MODE=true
# Uncomment for Django's own error pages in `manage.py runserver`; `make demo DEBUG=true` shows them in the demo.
# DEBUG=true
SECRET_KEY={secret_key}
IDENTITY_ENCRYPTION_KEYS={encryption_key}
IDENTITY_LOOKUP_KEY={lookup_key}
"""


def fail(sentence: str) -> NoReturn:
    """End with exit code 1 and one sentence on stderr."""
    print(sentence, file=sys.stderr)
    raise SystemExit(1)


def say(sentence: str) -> None:
    """Tell what is being done, before it takes time."""
    STEPS.write(sentence)


def fernet_key() -> str:
    """A new key in the form that `cryptography.fernet.Fernet` takes."""
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def checksum(*files: Path) -> str:
    """One checksum for the contents of `files` and the Python that uses them."""
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def is_current(stamp: Path, mark: str) -> bool:
    """Whether the step that leaves `stamp` was completed for the same input."""
    return stamp.is_file() and stamp.read_text() == mark


_RUNNING: set[subprocess.Popen[str]] = set()
_ENDING = threading.Event()


def run(what: str, *command: str | Path) -> None:
    """Run a step; its output is shown only when it fails."""
    arguments = [str(part) for part in command]
    process = subprocess.Popen(  # nosec B603  # no shell, commands of our own
        arguments, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
    )
    _RUNNING.add(process)
    if _ENDING.is_set():
        process.kill()
    output, _ = process.communicate()
    _RUNNING.discard(process)
    if _ENDING.is_set():
        raise SystemExit(1)  # because of another step, which has said why
    if process.returncode:
        print(output[-6000:], file=sys.stderr)
        if "No space left on device" in output:
            fail(f"The disk is full: {what} could not be completed; free some space and start again.")
        fail(f"{what} failed; the reason stands above.")


def together(*tasks: Callable[[], None]) -> None:
    """Run tasks at the same time. The first that fails, or an end of this program, ends what the others run."""
    with ThreadPoolExecutor() as threads:
        try:
            for finished in as_completed([threads.submit(task) for task in tasks]):
                finished.result()
        except BaseException:
            _ENDING.set()
            for process in list(_RUNNING):
                process.kill()
            raise


def demo_folder(port: str) -> Path | None:
    """The checkout whose demo serves this port; None where there is no /proc, or its processes are not ours to see."""
    wanted = f"PORT={port}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            variables = (process / "environ").read_bytes().split(b"\0")
            if wanted in variables and any(one.startswith(f"{DEMO_MARK}=".encode()) for one in variables):
                return (process / "cwd").resolve(strict=True)
        except OSError:
            continue  # it has ended, or belongs to somebody else
    return None


def is_jobbtorg(port: str) -> bool:
    """Whether what serves this port answers /halsa as this product does, well or not."""
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", "/halsa", headers={"Host": "localhost"})
        return set(json.loads(connection.getresponse().read(1000))) == {"database", "broker"}
    except (OSError, ValueError, TypeError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def who_has(port: str) -> str:
    """A sentence about a port that is taken: by this demo, by that of another checkout, or by a stranger."""
    folder, answers = demo_folder(port), is_jobbtorg(port)
    another = f"as in `make demo PORT={8002 if port == '8001' else 8001}`"
    if folder is None and not answers:
        return f"Port {port} is in use by another program; stop it, or choose another {another}."
    address = f"open http://localhost:{port}" if answers else "it does not answer"
    if folder == ROOT:
        return f"The demo already runs, from this folder ({ROOT}): {address}. Ctrl-C in its terminal stops it."
    where = f"from {folder}" if folder else "started by somebody else"
    return f"A Jobbtorg already runs on port {port}, {where}: {address}, or choose another port {another}."


def check_port(port: str) -> None:
    """Stop with a sentence if the address cannot be ours."""
    if not port.isdigit() or not 0 < int(port) < 65536:
        fail(f"PORT is {port!r}; it must be a number between 1 and 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except PermissionError:
            fail(f"Port {port} is reserved for the system; choose one from 1024 up: make demo PORT=8001.")
        except OSError:
            fail(who_has(port))


def is_installed(name: str) -> bool:
    """Whether the packages pinned in requirements/`name`.txt, as it stands, were installed."""
    return is_current(VENV / f".{name}.sha256", checksum(REQUIREMENTS / f"{name}.txt"))


def make_environment() -> None:
    """Create `.venv` if there is none that works."""
    if PYTHON.exists():
        answer = subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False)  # nosec B603  # as above
        if answer.returncode == 0:
            return
    say("Creating the Python environment .venv …")
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        fail("This Python cannot make environments; first install that part (Debian: apt-get install python3-venv).")
    with STEPS.step("Python environment"):
        run("Creating .venv", sys.executable, "-m", "venv", "--clear", VENV)


def install(name: str) -> None:
    """Install the packages pinned in requirements/`name`.txt, every file checked against its hash."""
    requirements = REQUIREMENTS / f"{name}.txt"
    if is_installed(name):
        return
    mark = checksum(requirements)
    say(f"Installing the Python packages ({name}) …")
    with STEPS.step(f"Python packages ({name})"), tempfile.TemporaryDirectory() as folder:
        pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
        # The list is complete: nothing has to be looked for that it does not name.
        options = ["--no-deps", "--require-hashes", "-r"]
        for turn, parts in enumerate(shares(requirements.read_text(), PIPS)):
            files = [Path(folder) / f"{turn}-{number}.txt" for number in range(len(parts))]
            for file, part in zip(files, parts, strict=True):
                file.write_text(part)
            together(*(partial(run, "Installing the Python packages", *pip, *options, file) for file in files))
    (VENV / f".{name}.sha256").write_text(mark)


def shares(requirements: str, count: int) -> list[list[str]]:
    """A list of pinned packages in turns, each of at most so many parts for as many pips at once; none is empty.

    What installs has a turn of its own, before the others: a pip whose files are replaced while it works fails. The
    hashes of a package stay with it.
    """
    packages: list[str] = []
    for line in requirements.splitlines(keepends=True):
        if line[:1].isspace() and packages:
            packages[-1] += line
        elif line.strip() and not line.startswith("#"):
            packages.append(line)
    first = [package for package in packages if package.partition("==")[0].strip() in INSTALLERS]
    rest = [package for package in packages if package not in first]
    turns = [["".join(first)], ["".join(rest[number::count]) for number in range(count)]]
    return [parts for turn in turns if (parts := [part for part in turn if part])]


def install_packages(name: str) -> None:
    """Install `name`, unless it is part of what is installed already: development contains demo, with the same pins."""
    if not is_installed("development"):
        install(name)


def install_front_end(environment: threading.Event) -> None:
    """Fetch the front-end packages with the machine's npm, or else, in the environment, with the one that PyPI has."""
    stamp, mark = NODE_MODULES / ".package-lock.sha256", checksum(ROOT / "package.json", PACKAGE_LOCK)
    if is_current(stamp, mark):
        return
    machines = shutil.which("npm")
    if not machines:
        environment.wait()
        install("node")
    npm = [machines] if machines else [str(PYTHON), str(VENV / "bin" / "npm")]
    say("Fetching the front-end packages …")
    with STEPS.step("Front-end packages"):
        run("Fetching the front-end packages", *npm, *NPM_CI)
    NODE_MODULES.mkdir(exist_ok=True)
    stamp.write_text(mark)


def install_everything(packages: str) -> None:
    """The environment and all packages; what does not wait for another is fetched at the same time."""
    environment = threading.Event()

    def python() -> None:
        try:
            if not (PYTHON.exists() and (is_installed(packages) or is_installed("development"))):
                make_environment()
        finally:
            environment.set()
        install_packages(packages)

    began = time.monotonic()
    together(python, partial(install_front_end, environment))
    STEPS.note("All packages, partly at the same time", time.monotonic() - began)


def write_env_file() -> None:
    """Write `.env` with fresh keys, once; an existing one is never touched."""
    if ENV_FILE.exists():
        return
    text = ENV_TEXT.format(
        secret_key=secrets.token_urlsafe(50), encryption_key=fernet_key(), lookup_key=secrets.token_urlsafe(32)
    )
    unfinished = ENV_FILE.with_name(".env.unfinished")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    unfinished.rename(ENV_FILE)


def _database_url(user: str, password: str) -> str:
    return f"postgres://{user}:{password}@database:5432/jobbtorg"


def write_secrets() -> None:
    """Write what docker-compose.yml mounts, once: fresh keys and passwords, and the addresses that contain them.

    The folder is closed to others; the files are readable, because the container's user has another number.
    """
    folder = ROOT / "secrets"
    if folder.exists():
        fail(f"{folder} exists already; delete it yourself if its keys protect nothing.")
    folder.mkdir(mode=0o700)
    postgres_password, valkey_password, cache_password = (secrets.token_urlsafe(32) for _ in range(3))
    contents = {
        "secret_key": secrets.token_urlsafe(50),
        "secret_key_fallbacks": "",  # nosec B105  # none yet
        "identity_encryption_keys": fernet_key(),
        "identity_lookup_key": secrets.token_urlsafe(32),
        "postgres_password": postgres_password,
        "admin_database_url": _database_url("postgres", postgres_password),
        "owner_database_url": _database_url("jobbtorg_owner", secrets.token_urlsafe(32)),
        "web_database_url": _database_url("jobbtorg_web", secrets.token_urlsafe(32)),
        "worker_database_url": _database_url("jobbtorg_worker", secrets.token_urlsafe(32)),
        "importer_database_url": _database_url("jobbtorg_importer", secrets.token_urlsafe(32)),
        # Its own: who reads the whole register need not be able to sign the pages' sessions.
        "importer_secret_key": secrets.token_urlsafe(50),
        "valkey_password": valkey_password,
        "redis_url": f"redis://:{valkey_password}@queue:6379/0",
        "cache_password": cache_password,
        "cache_url": f"redis://:{cache_password}@cache:6379/0",
        "oidc_client_secret": "",  # nosec B105  # the provider's to give
        "email_url": "consolemail://",
    }
    for name, content in contents.items():
        (folder / name).write_text(content + "\n")
    say(f"Wrote {folder}. Put the mail server's address into email_url, the certificate and its key beside it as")
    say("tls_certificate and tls_key, and keep a copy of the keys safe.")


def prepare(packages: str) -> None:
    """Everything that must exist before Django can be imported; each step is skipped when it is done."""
    if sys.version_info < (3, 11):
        fail(f"Jobbtorg needs Python 3.11 or newer, and this is {sys.version.split()[0]}; try make PYTHON=python3.11 …")
    try:
        install_everything(packages)
        write_env_file()
    except OSError as error:
        fail(f"The environment could not be prepared: {error}.")


def main() -> None:
    """`key`, `secrets` and `development` end here; every other command goes on in the environment."""
    command = sys.argv[1] if len(sys.argv) > 1 else "development"
    if command == "key":
        print(fernet_key())
        return
    if command == "secrets":
        write_secrets()
        return
    if command == "demo":
        check_port(os.environ.setdefault("PORT", DEFAULT_PORT))
    prepare("development" if command == "development" else "demo")
    if command != "development":
        os.chdir(ROOT)
        STEPS.carry_on()
        os.execv(PYTHON, [str(PYTHON), "-m", "jobbtorg.embedded", *sys.argv[1:]])  # nosec B606  # no shell wanted


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        main()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
