"""The production files: every command in docker-compose.yml is run, against servers reached by address."""

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.apps import apps

from jobbtorg.embedded.bootstrap import fernet_key
from jobbtorg.embedded.places import Places
from jobbtorg.embedded.postgres import INITDB_OPTIONS, Postgres
from jobbtorg.embedded.valkey import server_program
from organisation.access.database_roles import ALL, OWNER
from tests.platform.conftest import PATIENCE, PROJECT, clean_environment, eventually

COMPOSE: dict[str, Any] = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())
OURS = ["migrate", "web", "worker", "importer", "beat"]
SERVICES = COMPOSE["services"]
DOCKERFILE = (PROJECT / "Dockerfile").read_text().replace("\\\n", " ")


def test_the_services_are_those_of_the_architecture():
    assert set(SERVICES) == {*OURS, "database", "queue"}
    for name in OURS:
        assert SERVICES[name]["image"] == "jobbtorg"
        assert SERVICES[name]["cap_drop"] == ["ALL"]
        assert SERVICES[name]["read_only"] is True
    assert SERVICES["database"]["image"].startswith("postgres:18")
    assert SERVICES["database"]["volumes"] == ["database:/var/lib/postgresql"]
    assert SERVICES["queue"]["volumes"] == ["queue:/data"]
    assert set(COMPOSE["volumes"]) == {"database", "queue"}


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_every_lasting_service_says_how_it_is(name):
    assert SERVICES[name]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_migration_comes_before_everything_and_only_once():
    assert SERVICES["migrate"]["restart"] == "no"
    for name in set(OURS) - {"migrate"}:
        assert SERVICES[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_secrets_are_files_that_make_secrets_writes():
    written = set(
        re.findall(r'^        "(\w+)": ', (PROJECT / "jobbtorg/embedded/bootstrap.py").read_text(), re.MULTILINE)
    )
    assert set(COMPOSE["secrets"]) == written
    for name, secret in COMPOSE["secrets"].items():
        assert secret == {"file": f"secrets/{name}"}
    for name in OURS:
        environment = SERVICES[name]["environment"]
        assert {Path(value).name for value in environment.values() if str(value).startswith("/run/secrets/")} == set(
            SERVICES[name]["secrets"]
        )
        assert not {"SECRET_KEY", "DATABASE_URL", "REDIS_URL"} & set(environment)
    assert "secrets/" in (PROJECT / ".gitignore").read_text().splitlines()


def test_the_importer_holds_nothing_of_the_pages_and_nobody_else_its_password():
    importer = SERVICES["importer"]
    keys = {"identity_encryption_keys", "identity_lookup_key"}
    assert set(importer["secrets"]) == {"importer_secret_key", "importer_database_url", "redis_url", *keys}
    holders = {name for name in OURS if "importer_database_url" in SERVICES[name]["secrets"]}
    assert holders == {"importer", "migrate"}
    assert importer["command"][importer["command"].index("--queues") + 1] == "import"


def test_variables_are_explained():
    example = (PROJECT / ".env.example").read_text()
    for name in SERVICES["web"]["environment"]:
        variable = name.removesuffix("_FILE")
        assert any(f"\n{said}=" in example for said in (variable, f"# {variable}", name, f"# {name}")), name


def test_the_database_is_made_as_the_embedded_one_is():
    assert set(SERVICES["database"]["environment"]["POSTGRES_INITDB_ARGS"].split()) <= set(INITDB_OPTIONS)


def test_the_image_runs_as_an_ordinary_user_and_holds_what_it_needs():
    last_stage = DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :]
    assert re.search(r"^USER jobbtorg$", last_stage, re.MULTILINE)
    assert "--require-hashes" in DOCKERFILE
    assert "npm ci" in DOCKERFILE
    admitted = {line[1:] for line in (PROJECT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert all((PROJECT / name).exists() for name in admitted), admitted
    packages = {config.name.split(".")[0] for config in apps.get_app_configs() if PROJECT in Path(config.path).parents}
    local = {name for name in packages if (PROJECT / name).is_dir()}
    assert "demo" in local
    assert "demo" not in admitted, "the invented city is not in the production image"
    local = (local - {"demo"}) | {"core", "measures"}  # packages without models are no apps
    assert local | {"static", "templates", "manage.py", "gunicorn.conf.py", "requirements/production.txt"} <= admitted
    for line in re.findall(r"^COPY (?!--from)(.*) \S+$", DOCKERFILE, re.MULTILINE):
        assert set(line.split()) - {"."} <= admitted


def test_the_image_can_collect_its_static_files(tmp_path):
    build = DOCKERFILE[DOCKERFILE.index("RUN SECRET_KEY=build") :].split("\n")[0].removeprefix("RUN ")
    env = clean_environment(ENVIRONMENT="production", STATIC_ROOT=str(tmp_path))
    finished = subprocess.run(build, shell=True, cwd=PROJECT, env=env, capture_output=True, text=True, timeout=PATIENCE)
    assert finished.returncode == 0, finished.stderr
    assert (tmp_path / "staticfiles.json").exists()


USERS = {"admin": "postgres"} | {role: f"jobbtorg_{role}" for role in ("owner", "web", "worker", "importer")}


class Address:
    """Servers that listen on the network, as those of production do, and the environment that names them."""

    def __init__(self, database_port: int, queue_port: int, folder: Path) -> None:
        self.folder = folder
        contents = {
            "secret_key": "s3cr3t!k" * 8,
            "importer_secret_key": 2 * fernet_key(),
            "identity_encryption_keys": fernet_key(),
            "identity_lookup_key": "l00k" * 10,
            **{
                f"{name}_database_url": f"postgres://{user}:pass-word@127.0.0.1:{database_port}/jobbtorg"
                for name, user in USERS.items()
            },
            "redis_url": f"redis://:queue-password@127.0.0.1:{queue_port}/0",
            "email_url": "smtp+tls://mail.example.se:587",
        }
        for name, content in contents.items():
            (folder / name).write_text(content + "\n")

    def environment(self, service: str, **variables: str) -> dict[str, str]:
        """The service's own environment, its secrets found in our folder."""
        declared = {"ALLOWED_HOSTS": "jobbtorg.example.se", "CSRF_TRUSTED_ORIGINS": "", "DEFAULT_FROM_EMAIL": "a@b.se"}
        given = {key: declared.get(key, str(value)) for key, value in SERVICES[service]["environment"].items()}
        return clean_environment(**{key: self.localised(value) for key, value in given.items()}, **variables)

    def localised(self, text: str) -> str:
        """The container's paths as paths of ours, `$$` as Compose hands it on."""
        return re.sub(r"/run/secrets/|/tmp/", f"{self.folder}/", text).replace("$$", "$")

    def command(self, service: str) -> list[str]:
        """The very command of the service."""
        return [self.localised(part) for part in SERVICES[service]["command"]]


@pytest.fixture(scope="module")
def network() -> Iterator[Address]:
    """PostgreSQL with the settings of its service, and the queue's own command, each on a port of its own."""
    folder = Path(tempfile.mkdtemp(prefix="jobbtorg-production-", dir="/tmp"))
    folder.chmod(0o755)
    ports = []
    for _ in range(2):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            ports.append(probe.getsockname()[1])
    command = SERVICES["database"]["command"]
    settings = dict(part.split("=") for part in command if "=" in part)
    assert command[0] == "postgres"
    database = Postgres(
        Places(folder / "data"), durable=False, listen_addresses="127.0.0.1", port=str(ports[0]), **settings
    )
    database.start()
    address = Address(ports[0], ports[1], folder)
    (folder / "valkey_password").write_text("queue-password\n")
    (folder / "bin").mkdir()
    (folder / "bin" / "valkey-server").symlink_to(server_program())
    with database.connect() as connection:
        # What the embedded server does for itself, `migrate` must do on any other.
        connection.execute("ALTER DATABASE jobbtorg OWNER TO postgres")
        for role in (role for role in ALL if role != OWNER):
            connection.execute(f"DROP ROLE {role}")
    *shell, script = address.command("queue")
    queue = subprocess.Popen(
        [*shell, script.replace("exec valkey-server", f"exec valkey-server --bind 127.0.0.1 --port {ports[1]}")],
        cwd=folder,
        env={"PATH": f"{folder / 'bin'}:{os.environ['PATH']}"},
        stdout=subprocess.DEVNULL,
    )
    yield address
    queue.terminate()
    assert queue.wait(PATIENCE) == 0
    assert list(folder.glob("appendonlydir/*.aof")), "the queue is not written to disk"
    database.stop()
    database.places.remove_all()
    shutil.rmtree(folder)


@pytest.mark.servers
def test_every_command_of_the_compose_file_runs(network: Address, start: Callable[..., Any], free_port, tmp_path):
    port = str(free_port())
    migrated = subprocess.run(
        network.command("migrate"),
        cwd=PROJECT,
        env=network.environment("migrate"),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert migrated.returncode == 0, migrated.stderr

    def is_healthy(service: str, **variables: str) -> bool:
        kind, *test = (network.localised(part) for part in SERVICES[service]["healthcheck"]["test"])
        command = ["sh", "-c", *test] if kind == "CMD-SHELL" else test
        env = network.environment(service, HOSTNAME=socket.gethostname(), **variables)
        return subprocess.run(command, cwd=PROJECT, env=env, capture_output=True, timeout=PATIENCE).returncode == 0

    assert not is_healthy("web", PORT=port)
    running = {}
    for service in ("web", "worker", "importer", "beat"):
        env = network.environment(service, PORT=port, STATIC_ROOT=str(tmp_path))
        running[service] = start(*network.command(service), env=env, log=f"{service}.log")
    for service in running:
        eventually(partial(is_healthy, service, PORT=port), (tmp_path / f"{service}.log").read_text)

    insecure = urllib.request.Request(f"http://127.0.0.1:{port}/konto/login/", headers={"Host": "jobbtorg.example.se"})
    opener = urllib.request.build_opener(NoRedirect)
    with pytest.raises(urllib.error.HTTPError) as answer:
        opener.open(insecure, timeout=PATIENCE)
    answer.value.close()
    assert answer.value.code == 301
    assert answer.value.headers["Location"] == "https://jobbtorg.example.se/konto/login/"

    for process in running.values():
        os.kill(process.pid, signal.SIGTERM)
    assert {name: process.wait(PATIENCE) for name, process in running.items()} == dict.fromkeys(running, 0)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Shows a redirect instead of following it."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


@pytest.mark.servers
def test_the_probe_says_which_server_is_missing(network: Address, start: Callable[..., Any], free_port, tmp_path):
    port = str(free_port())
    environment = network.environment("web", PORT=port, STATIC_ROOT=str(tmp_path))
    del environment["REDIS_URL_FILE"]
    environment["REDIS_URL"] = f"redis://127.0.0.1:{free_port()}/0"
    start(*network.command("web"), env=environment, log="web.log")
    said: list[str] = []

    def answered() -> bool:
        command = SERVICES["web"]["healthcheck"]["test"][1:]
        finished = subprocess.run(
            command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=PATIENCE
        )
        said.append(finished.stdout)
        return finished.stdout.startswith("503")

    eventually(answered, lambda: said[-1])
    assert '"database": true, "broker": false' in said[-1]
