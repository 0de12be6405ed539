"""The embedded servers: shared, stopped by the last, and started whatever an earlier run left behind."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from jobbtorg.embedded import servers, sharing
from jobbtorg.embedded.errors import EmbeddedServerError
from jobbtorg.embedded.places import LONGEST_SOCKET_PATH, Places
from jobbtorg.embedded.postgres import Postgres
from jobbtorg.embedded.processes import gone
from jobbtorg.embedded.sharing import Hold, remove_data
from jobbtorg.embedded.valkey import Valkey
from tests.platform.conftest import PATIENCE, PROJECT, clean_environment, eventually

pytestmark = pytest.mark.servers


@pytest.fixture
def places() -> Iterator[Places]:
    """A place with a short path that everybody may pass through; servers in it are stopped afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="jobbtorg-test-", dir="/tmp"))
    folder.chmod(0o755)
    found = Places(folder / "data")
    yield found
    for server in both(found):
        server.stop()
    found.remove_all()
    shutil.rmtree(folder)


@pytest.fixture
def holder(places: Places) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Another process that needs the servers; it is ready when it is returned."""
    running: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.platform.holder", str(places.root)],
            cwd=PROJECT,
            env=clean_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()


def both(places: Places) -> tuple[Postgres, Valkey]:
    return Postgres(places, durable=False), Valkey(places, durable=False)


def leave(process: subprocess.Popen[str]) -> None:
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 0


def write(places: Places) -> None:
    with both(places)[0].connect() as connection:
        connection.execute("CREATE TABLE mark (n int)")


def is_kept(places: Places) -> bool:
    with both(places)[0].connect() as connection:
        return connection.execute("SELECT to_regclass('mark')").fetchone() != (None,)


def test_the_last_of_several_processes_stops_the_servers(places, holder):
    first, second = holder(), holder()
    leave(first)
    assert all(server.answers() for server in both(places))
    leave(second)
    assert not any(server.answers() for server in both(places))


def test_a_killed_user_counts_no_longer(places, holder):
    killed, last = holder(), holder()
    killed.kill()
    killed.wait(PATIENCE)
    leave(last)
    assert not any(server.answers() for server in both(places))


def test_servers_that_outlived_everybody_are_used_again(places, holder):
    first = holder()
    write(places)
    server = (places.postgres_data / "postmaster.pid").read_text().split()[0]
    first.kill()
    first.wait(PATIENCE)
    assert both(places)[0].answers()
    leave(holder())
    assert not (places.postgres_data / "postmaster.pid").exists(), f"server {server} still runs"
    leave(holder())


def test_data_survive_a_restart_and_a_killed_server(places, holder):
    leave(holder())
    first = holder()
    write(places)
    for server in both(places):
        process = server.process()
        process.kill()
        process.wait(PATIENCE)
    second = holder()
    assert is_kept(places)
    leave(first)
    leave(second)


def test_no_process_of_a_killed_server_works_on_beside_the_next_one(places, holder):
    """PostgreSQL refuses to start while there is one."""
    first = holder()
    database = both(places)[0]
    with database.connect() as connection:
        serving = psutil.Process(connection.info.backend_pid)
        serving.suspend()  # it does not hear that the main process has ended
        process = database.process()
        process.kill()
        process.wait(PATIENCE)
        second = holder()
        assert gone(serving)
    leave(first)
    leave(second)


def test_a_pid_file_that_names_a_stranger_is_no_obstacle(places, holder):
    leave(holder())
    (places.postgres_data / "postmaster.pid").write_text(f"{os.getpid()}\n{places.postgres_data}\n")
    (places.valkey_data / "valkey.pid").write_text(f"{os.getpid()}\n")
    process = holder()
    assert all(server.answers() for server in both(places))
    leave(process)


def test_a_server_whose_socket_vanished_is_replaced(places, holder):
    first = holder()
    shutil.rmtree(places.sockets)
    second = holder()
    assert all(server.answers() for server in both(places))
    leave(first)
    leave(second)


def test_half_of_a_database_is_made_anew(places, holder):
    (places.folder / "postgres.unfinished" / "base").mkdir(parents=True)
    places.postgres_data.mkdir()
    (places.postgres_data / "postgresql.conf").write_text("half")
    leave(holder())
    assert (places.postgres_data / "PG_VERSION").exists()
    assert not (places.folder / "postgres.unfinished").exists()


def test_a_half_finished_start_is_interrupted_and_repeated(places):
    command = [sys.executable, "-m", "tests.platform.holder", str(places.root)]
    for _ in range(3):
        process = subprocess.Popen(
            command, cwd=PROJECT, env=clean_environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        eventually(lambda: places.root.exists() and any(places.root.glob("postgres*")))
        process.kill()
        process.wait(PATIENCE)
    finished = subprocess.run(
        command, cwd=PROJECT, env=clean_environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    assert finished.stdout == "ready\n", finished.stderr


def test_a_deep_folder_gets_its_sockets_elsewhere(places):
    deep = Places(places.folder / ("d" * 60) / ("e" * 60))
    assert len(str(deep.sockets)) < LONGEST_SOCKET_PATH
    assert deep.root not in deep.sockets.parents
    assert deep.sockets == Places(deep.root).sockets
    assert deep.sockets != Places(deep.root / "other").sockets
    hold = Hold(deep, servers(deep, ["postgres", "valkey"], durable=False))
    try:
        assert all(server.answers() for server in hold.servers)
    finally:
        hold.release()
        deep.remove_all()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to hand PostgreSQL to somebody else")
def test_root_below_a_closed_folder_lends_postgres_a_place_and_opens_nothing(places):
    closed = places.folder / "closed"
    closed.mkdir(mode=0o700)
    hidden = Places(closed / "data")
    hold = Hold(hidden, servers(hidden, ["postgres"], durable=False))
    try:
        assert hold.servers[0].answers()
        assert closed.stat().st_mode & 0o777 == 0o700
        assert closed not in hidden.postgres_data.parents
        assert hidden.postgres_data.stat().st_uid != 0
    finally:
        hold.release()
        hidden.remove_all()
    assert not hidden.shared.exists()


def test_data_are_closed_to_others(places, holder):
    process = holder()
    for folder in (places.postgres_data, places.valkey_data, places.sockets):
        assert folder.stat().st_mode & 0o077 == 0, folder
    leave(process)


def test_reset_refuses_while_the_data_are_in_use(places, holder):
    process = holder()
    with pytest.raises(EmbeddedServerError, match="in use"):
        remove_data(places, list(both(places)))
    leave(process)
    remove_data(places, list(both(places)))
    assert not places.root.exists()


def test_a_full_disk_is_one_sentence(places, monkeypatch):
    monkeypatch.setattr(sharing, "SPACE_NEEDED", 2**80)
    with pytest.raises(EmbeddedServerError, match=r"^The disk is full: .* free some space and start again\.$"):
        Hold(places, list(both(places)))


def test_data_of_another_version_are_one_sentence(places, holder):
    leave(holder())
    (places.postgres_data / "PG_VERSION").write_text("11\n")
    with pytest.raises(EmbeddedServerError, match="another version of PostgreSQL"):
        Hold(places, list(both(places)))


def test_somebody_elses_folder_is_one_sentence(places):
    if os.geteuid() == 0:
        os.chown(places.folder, 65534, 65534)
        foreign = Places(places.root)
    else:
        foreign = Places(Path("/usr"))
    with pytest.raises(EmbeddedServerError, match="belongs to user"):
        Hold(foreign, list(both(foreign)))
    if os.geteuid() == 0:
        os.chown(places.folder, 0, 0)


def test_a_planted_socket_folder_is_refused(places):
    places.sockets.symlink_to("/etc", target_is_directory=True)
    with pytest.raises(EmbeddedServerError, match="belongs to somebody else"):
        places.make_sockets()
    places.sockets.unlink()


def test_manage_py_starts_the_servers_it_needs_and_stops_them(places, production, manage):
    env = production | {"DEBUG": "true", "DATABASE_URL": "", "REDIS_URL": "", "EMBEDDED_DIR": str(places.root)}
    finished = manage(
        "shell",
        "--no-imports",
        "-c",
        "from django.db import connection as c; c.ensure_connection(); print(c.pg_version)",
        env=env,
    )
    assert finished.stdout.startswith("18"), finished.stderr
    assert not any(server.answers() for server in both(places))


def test_a_server_that_cannot_start_stops_manage_py_with_a_sentence(places, production, manage):
    (places.folder / "valkey").write_text("in the way")
    env = production | {"DEBUG": "true", "DATABASE_URL": "", "REDIS_URL": "", "EMBEDDED_DIR": str(places.root)}
    finished = manage("check", env=env)
    assert finished.returncode == 1
    assert len(finished.stderr.strip().splitlines()) == 1, finished.stderr
    assert finished.stderr.startswith("Jobbtorg cannot start: ")
    (places.folder / "valkey").unlink()


def test_a_signal_that_python_can_hear_stops_the_servers_too(places, holder):
    process = holder()
    process.send_signal(signal.SIGINT)
    process.wait(PATIENCE)
    assert not any(server.answers() for server in both(places))
