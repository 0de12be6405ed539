"""PostgreSQL and Valkey from Python wheels, for a machine that has neither (development, demo and tests only).

Settings ask where the servers are; `JobbtorgConfig.ready` calls `hold`, which makes sure that they run for as long as
the process does. `python -m jobbtorg.embedded` is what the Makefile calls.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jobbtorg.configuration import stop
from jobbtorg.embedded.errors import EmbeddedServerError
from jobbtorg.embedded.places import Places
from jobbtorg.embedded.postgres import DATABASE, Postgres
from jobbtorg.embedded.sharing import Hold, Server
from jobbtorg.embedded.valkey import Valkey

_KINDS: dict[str, Callable[..., Server]] = {"postgres": Postgres, "valkey": Valkey}
_held: dict[Path, Hold] = {}


def _sockets(folder: Path) -> Path:
    try:
        return Places(folder).sockets
    except (EmbeddedServerError, OSError) as error:
        stop(str(error))


def database_settings(folder: Path, role: str) -> dict[str, Any]:
    """Django's DATABASES entry for the embedded PostgreSQL below `folder`; `role`: web, worker, importer or owner."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": f"jobbtorg_{role}",
        "HOST": str(_sockets(folder)),
    }


def broker_url(folder: Path) -> str:
    """Celery's address of the embedded Valkey below `folder`."""
    return f"redis+socket://{quote(str(_sockets(folder)))}/valkey.sock?virtual_host=0"


def cache_url(folder: Path) -> str:
    """The cache's address of the same Valkey: a database of its own, so that clearing the cache spares the queue."""
    return f"unix://{quote(str(_sockets(folder)))}/valkey.sock?db=1"


def servers(places: Places, kinds: Iterable[str], *, durable: bool) -> list[Server]:
    """The servers named by `kinds` ("postgres", "valkey"), not started."""
    return [_KINDS[kind](places, durable=durable) for kind in kinds]


def hold(folder: Path, kinds: Iterable[str], *, durable: bool) -> None:
    """Have the servers run until this process ends; what stops that ends the process with one sentence."""
    if folder in _held:
        return
    places = Places(folder)
    try:
        _held[folder] = Hold(places, servers(places, kinds, durable=durable))
    except (EmbeddedServerError, OSError) as error:
        stop(str(error))
