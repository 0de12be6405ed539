"""What the Makefile calls once the environment is there: `python -m jobbtorg.embedded setup|demo|reset`.

The demo calls `start-postgres` and `start-valkey` when one of them has died.
"""

import argparse
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import django
from django.conf import settings
from django.core.management import CommandError

from jobbtorg.embedded.steps import STEPS


def _load() -> None:
    with STEPS.step("Program, database server and queue"):
        django.setup()


def _setup() -> int:
    _load()
    from jobbtorg.embedded.demo import prepare_database

    prepare_database()
    if table := STEPS.table():
        print(table)
    print("Ready. `make demo` starts the demo; .venv/bin/python manage.py … works too.")
    return 0


def _demo() -> int:
    from jobbtorg.embedded.environment import show_the_product_itself
    from jobbtorg.embedded.processes import adopt_what_is_left

    show_the_product_itself()
    adopt_what_is_left()
    _load()
    from jobbtorg.embedded import demo

    return demo.run()


def _start(kind: str) -> int:
    """Have one embedded server run; it goes on when this process ends, because the demo needs it too."""
    from jobbtorg.embedded import hold

    hold(settings.EMBEDDED_DIR, [kind], durable=settings.EMBEDDED_DURABLE)
    return 0


def _reset() -> int:
    """Empty var/ after asking; data on servers with an address of their own are not ours to delete."""
    from jobbtorg.embedded import servers
    from jobbtorg.embedded.errors import EmbeddedServerError
    from jobbtorg.embedded.places import Places
    from jobbtorg.embedded.sharing import remove_data

    folders = [settings.EMBEDDED_DIR, Path(settings.BASE_DIR) / "var" / "test"]
    print(f"This deletes the embedded database and queue in {' and '.join(map(str, folders))}.")
    try:
        answer = input("Type yes to go on: ")
    except EOFError:
        answer = ""
    if answer.strip().lower() != "yes":
        print("Nothing was deleted.")
        return 1
    for folder in folders:
        places = Places(folder)
        try:
            remove_data(places, servers(places, ["postgres", "valkey"], durable=True))
        except EmbeddedServerError as error:
            sys.exit(str(error))
    print("The data are gone. `make demo` makes new ones.")
    return 0


def main() -> int:
    """Run one command; returns its exit code."""
    commands: dict[str, Callable[[], int]] = {
        "setup": _setup,
        "demo": _demo,
        "reset": _reset,
        "start-postgres": partial(_start, "postgres"),
        "start-valkey": partial(_start, "valkey"),
    }
    parser = argparse.ArgumentParser(prog="python -m jobbtorg.embedded", description=__doc__)
    parser.add_argument("command", choices=commands)
    chosen = parser.parse_args().command
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobbtorg.settings")
    os.environ.setdefault("DATABASE_ROLE", "owner")
    # A polite end runs the clean-up, so that servers nobody uses any more stop.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        return commands[chosen]()
    except CommandError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
