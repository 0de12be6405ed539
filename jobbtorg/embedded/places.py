"""Where the embedded servers keep their data and sockets, and which user PostgreSQL runs as.

Everything lies under one folder (`var/data`, or `var/test` for the tests). Two things can force a detour:

* PostgreSQL refuses to run as root. Root therefore lends it to an ordinary user that every machine has, and where
  that user cannot reach the folder (a checkout below root's own home) the database lies in /var/tmp instead.
* A socket's path has room for about 100 bytes only; below a deeper folder the sockets lie in /tmp instead.

No permission of any folder outside these places is ever changed.
"""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from jobbtorg.embedded.errors import EmbeddedServerError

# The shortest limit of the supported systems (macOS: 104 bytes with the final zero; Linux: 108).
LONGEST_SOCKET_PATH = 103
SOCKET_NAME_ROOM = len("/.s.PGSQL.5432.lock")
# Ordinary users that root may lend PostgreSQL to, in order of preference.
ORDINARY_USERS = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """A user of the machine that a server can be run as."""

    uid: int
    gid: int
    name: str

    def run(self, *command: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
        """Run a command as this user; only root can run as somebody else. The output is captured as text."""
        switch = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.uid != os.geteuid() else {}
        return subprocess.run(  # nosec B603  # no shell, commands of our own
            [str(part) for part in command],
            capture_output=True,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
            check=False,
            **(switch | options),  # type: ignore[call-overload]
        )

    def can_enter(self, folder: Path) -> bool:
        """Whether this user gets through every folder on the way to `folder`; who created it does."""
        return self.uid == os.geteuid() or self.run("/bin/sh", "-c", 'cd "$1"', "sh", folder, cwd="/").returncode == 0


def _account_for_postgres() -> Account:
    if os.geteuid() != 0:
        me = pwd.getpwuid(os.geteuid())
        return Account(me.pw_uid, me.pw_gid, me.pw_name)
    for name in ORDINARY_USERS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)
    raise EmbeddedServerError(
        "PostgreSQL refuses to run as root, and this machine has no ordinary user to run it as; "
        "start as another user or set DATABASE_URL."
    )


def make_private(folder: Path, account: Account, mode: int = 0o700) -> Path:
    """Create `folder` for `account`, or make sure that an existing one is theirs: in /tmp anyone can plant one."""
    try:
        folder.mkdir(mode=mode)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), account.uid}:
            raise EmbeddedServerError(f"{folder} belongs to somebody else; remove it or work as its owner.") from None
    if folder.lstat().st_uid != account.uid:
        os.chown(folder, account.uid, account.gid)
    folder.chmod(mode)
    return folder


@dataclass(frozen=True)
class Places:
    """The folders of one set of embedded servers; created when first asked for."""

    root: Path

    @cached_property
    def account(self) -> Account:
        """The user that PostgreSQL runs as: the current one, unless that is root."""
        return _account_for_postgres()

    @cached_property
    def _me(self) -> Account:
        return Account(os.geteuid(), os.getegid(), "the current user")

    @property
    def _short_name(self) -> str:
        return "jobbtorg-" + hashlib.sha256(str(self.root).encode()).hexdigest()[:12]

    @cached_property
    def folder(self) -> Path:
        """The root folder itself, made traversable (it holds nothing that is not locked on its own)."""
        for missing in reversed([self.root, *self.root.parents]):
            if not missing.exists():
                missing.mkdir(exist_ok=True)
                missing.chmod(0o755)
        owner = self.root.stat().st_uid
        if owner != os.geteuid():
            raise EmbeddedServerError(f"{self.root} belongs to user {owner}; work as that user or in an own checkout.")
        return self.root

    @cached_property
    def shared(self) -> Path:
        """The root folder if PostgreSQL's user can enter it, else a folder of ours in /var/tmp."""
        if self.account.can_enter(self.folder):
            return self.folder
        return make_private(Path("/var/tmp") / self._short_name, self._me, mode=0o755)  # nosec B108  # refused if foreign

    @property
    def postgres_data(self) -> Path:
        """PostgreSQL's data; only its user can read it."""
        return self.shared / "postgres"

    @cached_property
    def valkey_data(self) -> Path:
        """Valkey's append-only file."""
        return make_private(self.folder / "valkey", self._me)

    @property
    def sockets(self) -> Path:
        """Where clients find the servers; a pure function of the root folder, so that every process agrees on it."""
        inside = self.shared / "run"
        if len(os.fsencode(inside)) + SOCKET_NAME_ROOM <= LONGEST_SOCKET_PATH:
            return inside
        return Path("/tmp") / f"{self._short_name}-{self.account.uid}"  # nosec B108  # see make_sockets

    def make_sockets(self) -> Path:
        """Create the socket folder. It is closed to others, because the socket asks for no password."""
        return make_private(self.sockets, self.account)

    def remove_all(self) -> None:
        """Delete the data and sockets, wherever they lie. The servers must be stopped."""
        for folder in (self.sockets, self.postgres_data, self.shared, self.root):
            shutil.rmtree(folder, ignore_errors=True)
