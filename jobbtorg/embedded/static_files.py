"""The static files as production serves them: named after their content, compressed. Collected for `make demo`."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect() -> None:
    """Collect the files into STATIC_ROOT, unless the very same ones were collected before.

    The demo has the folder to itself: whoever serves from it has read what lies there.
    """
    stamp = settings.STATIC_ROOT.with_name("static.sha256")
    mark = _mark()
    if stamp.is_file() and stamp.read_text() == mark:
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(mark)


def _mark() -> str:
    """Changes whenever a file comes, goes or is written: the names, sizes and times of all of them."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            found = path.stat()
            digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
