"""Python imports this at the start of each process that a test gives `tests.instant.for_processes()`.

The process then has the time of the test that started it, and so have the PostgreSQL servers it starts. A Python
without the packages of the tests (one that has yet to install them) keeps the real time.
"""

import sys
from contextlib import suppress
from pathlib import Path

_project = str(Path(__file__).resolve().parents[3])
sys.path.insert(0, _project)
with suppress(ImportError):
    from tests import instant

    instant.follow()
    instant.move_servers()
sys.path.remove(_project)
