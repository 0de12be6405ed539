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
import redis
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
OTHERS = ["proxy", "database", "queue", "cache"]
BROUGHT = {"tls_certificate", "tls_key"}
"""Secrets that nobody can make up: who runs the service puts them there."""
SERVICES = COMPOSE["services"]
PUBLIC = {"SERVICE_URL", "OIDC_SERVER_URL"}
DOCKERFILE = (PROJECT / "Dockerfile").read_text().replace("\\\n", " ")


def test_the_services_are_those_of_the_architecture():
    assert set(SERVICES) == {*OURS, *OTHERS}
    for name in OURS:
        assert SERVICES[name]["image"] == "jobbtorg"
    assert SERVICES["database"]["image"].startswith("postgres:18")
    assert SERVICES["database"]["volumes"] == ["database:/var/lib/postgresql"]
    assert SERVICES["queue"]["volumes"] == ["queue:/data"]
    assert "volumes" not in SERVICES["cache"]
    assert set(COMPOSE["volumes"]) == {"database", "queue"}


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_can_do_little(name):
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["read_only"] is True
    assert any(place.partition(":")[0] == "/tmp" for place in service["tmpfs"])
    assert re.fullmatch(r"\d+[mg]", service["mem_limit"])
    assert 0 < service["pids_limit"] <= 256
    assert name in OURS or service["user"] not in {"", "root", "0"}


def test_only_the_proxy_is_reached_from_outside():
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["proxy"]
    inside = {network for network, facts in COMPOSE["networks"].items() if facts and facts.get("internal")}
    assert set(COMPOSE["networks"]) - inside == {"outside"}
    found = {network: {name for name in SERVICES if network in SERVICES[name]["networks"]} for network in inside}
    assert found == {
        "pages": {"proxy", "web"},
        "data": {"database", "web", "worker", "importer", "migrate"},
        "jobs": {"queue", "web", "worker", "importer", "beat"},
        "answers": {"cache", "web"},
    }
    assert {name for name in SERVICES if "outside" in SERVICES[name]["networks"]} == {"proxy", "web", "worker"}


def test_beat_has_the_queue_and_nothing_else():
    assert SERVICES["beat"]["secrets"] == ["redis_url"]
    assert set(SERVICES["beat"]["environment"]) == {"ENVIRONMENT", "PROCESS", "REDIS_URL_FILE"}


def test_no_service_has_the_password_of_another():
    passwords = {"web": "web_database_url", "worker": "worker_database_url", "database": "postgres_password"}
    passwords |= {"importer": "importer_database_url"}
    for name, secret in passwords.items():
        assert {other for other in SERVICES if secret in SERVICES[other]["secrets"]} - {"migrate"} == {name}
    admin = {"admin_database_url", "owner_database_url"}
    assert {name for name in SERVICES if admin & set(SERVICES[name]["secrets"])} == {"migrate"}
    assert {name for name in SERVICES if "secret_key" in SERVICES[name]["secrets"]} == {"web", "worker", "migrate"}
    keys = {"identity_encryption_keys", "identity_lookup_key"}
    keyed = {name for name in SERVICES if keys & set(SERVICES[name]["secrets"])}
    assert keyed == {"web", "worker", "importer", "migrate"}
    assert {name for name in SERVICES if "tls_key" in SERVICES[name]["secrets"]} == {"proxy"}


def test_images_have_a_place_for_their_digest_and_make_fills_it(tmp_path):
    """Docker is not to be had where this runs: in its place stands a program that says a digest for each image."""
    wanted = {}
    for name in OTHERS:
        image, variable = re.fullmatch(r"([^$]+)\$\{(\w+_DIGEST):-\}", SERVICES[name]["image"]).groups()
        wanted[variable] = image
    wanted |= {
        variable: image for image, variable in re.findall(r"^FROM ([^$\n]+)\$\{(\w+)\}", DOCKERFILE, re.MULTILINE)
    }
    assert SERVICES["web"]["build"]["args"].keys() == wanted.keys() & {"NODE_DIGEST", "PYTHON_DIGEST"}
    (tmp_path / "docker").write_text('#!/bin/sh\nfor image; do :; done\necho "sha256:of-$image"\n')
    (tmp_path / "docker").chmod(0o755)
    (tmp_path / "Makefile").write_text((PROJECT / "Makefile").read_text())
    env = clean_environment() | {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    subprocess.run(["make", "digests"], cwd=tmp_path, env=env, check=True, timeout=PATIENCE)
    written = dict(line.split("=", 1) for line in (tmp_path / "compose.env").read_text().splitlines())
    assert written == {variable: f"@sha256:of-{image}" for variable, image in wanted.items()}
    (tmp_path / "docker").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "compose.env").unlink()
    assert subprocess.run(["make", "digests"], cwd=tmp_path, env=env, capture_output=True, timeout=PATIENCE).returncode
    assert not (tmp_path / "compose.env").exists()


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
    assert set(COMPOSE["secrets"]) == written | BROUGHT
    for name, secret in COMPOSE["secrets"].items():
        assert secret == {"file": f"secrets/{name}"}
    for name in OURS:
        environment = SERVICES[name]["environment"]
        files = {Path(value).name: key for key, value in environment.items() if str(value).startswith("/run/secrets/")}
        assert set(files) == set(SERVICES[name]["secrets"])
        assert all(key.endswith("_FILE") for key in files.values())
        open_ones = set(environment) - set(files.values()) - PUBLIC
        assert not [key for key in open_ones if re.search(r"KEY|SECRET|PASSWORD$|_URL$", key)]
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

    def __init__(self, database_port: int, queue_port: int, cache_port: int, folder: Path) -> None:
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
            "cache_url": f"redis://:cache-password@127.0.0.1:{cache_port}/0",
            "secret_key_fallbacks": "",
            "oidc_client_secret": "",
            "email_url": "smtp+tls://mail.example.se:587",
        }
        for name, content in contents.items():
            (folder / name).write_text(content + "\n")

    def environment(self, service: str, **variables: str) -> dict[str, str]:
        """The service's own environment, its secrets found in our folder."""
        given = {key: self.localised(value) for key, value in SERVICES[service]["environment"].items()}
        return clean_environment(**given, **variables)

    def localised(self, text: str) -> str:
        """The container's paths as paths of ours; `$$`, and what nobody has set, as Compose hands it on."""
        text = re.sub(r"\$\{ALLOWED_HOSTS:\?[^}]*\}", "jobbtorg.example.se", text)
        text = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", text)
        return re.sub(r"/run/secrets/|/tmp/", f"{self.folder}/", text).replace("$$", "$")

    def command(self, service: str) -> list[str]:
        """The very command of the service."""
        return [self.localised(part) for part in SERVICES[service]["command"]]


def start_valkey(address: Address, service: str, port: int) -> subprocess.Popen[bytes]:
    """The service's own command, on a port of ours."""
    *shell, script = address.command(service)
    (address.folder / service).mkdir()
    return subprocess.Popen(
        [*shell, script.replace("exec valkey-server", f"exec valkey-server --bind 127.0.0.1 --port {port}")],
        cwd=address.folder / service,
        env={"PATH": f"{address.folder / 'bin'}:{os.environ['PATH']}"},
        stdout=subprocess.DEVNULL,
    )


@pytest.fixture(scope="module")
def network() -> Iterator[Address]:
    """PostgreSQL with the settings of its service, and the queue's own command, each on a port of its own."""
    folder = Path(tempfile.mkdtemp(prefix="jobbtorg-production-", dir="/tmp"))
    folder.chmod(0o755)
    ports = []
    for _ in range(3):
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
    address = Address(ports[0], ports[1], ports[2], folder)
    (folder / "valkey_password").write_text("queue-password\n")
    (folder / "cache_password").write_text("cache-password\n")
    (folder / "bin").mkdir()
    (folder / "bin" / "valkey-server").symlink_to(server_program())
    with database.connect() as connection:
        # What the embedded server does for itself, `migrate` must do on any other.
        connection.execute("ALTER DATABASE jobbtorg OWNER TO postgres")
        for role in (role for role in ALL if role != OWNER):
            connection.execute(f"DROP ROLE {role}")
    kept = [start_valkey(address, name, port) for name, port in [("queue", ports[1]), ("cache", ports[2])]]
    yield address
    for process in kept:
        process.terminate()
        assert process.wait(PATIENCE) == 0
    assert list(folder.glob("queue/appendonlydir/*.aof")), "the queue is not written to disk"
    assert not list((folder / "cache").iterdir()), "the cache is written to disk"
    database.stop()
    database.places.remove_all()
    shutil.rmtree(folder)


def answers(client: redis.Redis) -> bool:
    """Whether the server is up and lets us in."""
    try:
        return bool(client.ping())
    except redis.ConnectionError:
        return False


@pytest.mark.servers
def test_the_queue_forgets_nothing_and_the_cache_may(network: Address):
    told = {}
    for name in ("redis_url", "cache_url"):
        with redis.Redis.from_url((network.folder / name).read_text().strip()) as client:
            eventually(partial(answers, client))
            told[name] = {key: client.config_get(key)[key] for key in ("appendonly", "maxmemory-policy", "save")}
            assert int(client.config_get("maxmemory")["maxmemory"]) > 0
    assert told["redis_url"]["appendonly"] == "yes"
    assert told["redis_url"]["maxmemory-policy"] == "noeviction"
    assert told["cache_url"] == {"appendonly": "no", "maxmemory-policy": "allkeys-lru", "save": ""}


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
