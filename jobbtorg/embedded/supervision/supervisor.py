"""Supervisor itself, with what it has no words for: how a process ended, the embedded servers, when to give up.

Few places of supervisor are extended: `waitpid`, which alone knows how a process ended, `runforever`, before which
nobody can subscribe to its events, `tick`, which it calls in every round, and how long a round may last.
"""

import os
import signal
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from supervisor import events
from supervisor.medusa.asyncore_25 import ExitNow
from supervisor.options import ServerOptions
from supervisor.poller import Poller
from supervisor.states import SupervisorStates
from supervisor.supervisord import Supervisor

from jobbtorg.embedded.processes import gone
from jobbtorg.embedded.sharing import Server
from jobbtorg.embedded.supervision.recovery import Recovery, how_it_ended
from jobbtorg.embedded.supervision.terminal import Terminal

CONFIGURATION = Path(__file__).with_name("supervisor.ini")
LOOK_SECONDS = 0.2
# What each program says once it does its work.
READY = {"web": "Listening at", "worker": " ready.", "importer": " ready.", "beat": "beat: Starting..."}
# Started when the pages are there, so that the first one does not wait for it.
AFTER_THE_WEB = "importer"


class _Poller(Poller):
    """Waits for output; not longer than a person would call at once, because what else happens is looked at between."""

    def poll(self, timeout: float) -> Any:
        """As supervisor's, which waits for a second."""
        return super().poll(min(timeout, LOOK_SECONDS))


class _Options(ServerOptions):
    """Supervisor's view of the machine, which remembers how each child ended."""

    def __init__(self) -> None:
        super().__init__()
        self.poller = _Poller(self)
        self.endings: dict[int, int] = {}

    def waitpid(self) -> tuple[int | None, int | None]:
        """The next child that has ended, and its wait status."""
        pid, status = super().waitpid()
        if pid:
            self.endings[pid] = status
        return pid, status


class _Supervisor(Supervisor):
    """Runs the programs of `supervisor.ini`; its `database` and `queue` start the servers when these have died."""

    def __init__(
        self, options: _Options, output: IO[str], welcome: Callable[[], str], servers: Mapping[str, Server]
    ) -> None:
        super().__init__(options)
        self.gave_up = False
        self._terminal = Terminal(output, self._heard)
        self._recovery = Recovery(self._terminal.say)
        self._welcome: Callable[[], str] | None = welcome
        self._servers = servers
        self._server_processes = {name: server.process() for name, server in servers.items()}

    def runforever(self) -> None:
        """Run until a signal comes or something is given up."""
        events.subscribe(events.ProcessLogEvent, self._program_said)
        events.subscribe(events.ProcessStateExitedEvent, self._program_ended)
        events.subscribe(events.ProcessStateFatalEvent, self._program_cannot_start)
        self._start_what_is_due()
        super().runforever()

    def tick(self, now: float | None = None) -> None:
        """What is due now and then; also, to start what has just ended, and to look whether the servers run."""
        super().tick(now)
        self._start_what_is_due()
        for name in self._servers:
            self._look_at_server(name)

    def _start_what_is_due(self) -> None:
        for group in self.process_groups.values():
            group.transition()

    def _process(self, name: str) -> Any:
        """Supervisor's own object for a program."""
        return next(group.processes[name] for group in self.process_groups.values())

    def _look_at_server(self, name: str) -> None:
        """Have it started if it has ended and nobody is starting it."""
        starter = self._process(name)
        process = self._server_processes[name]
        if starter.pid or self.options.mood < SupervisorStates.RUNNING or (process and not gone(process)):
            return
        if process is None:
            how = "could not be started"
        else:
            self._server_processes[name] = None
            self.reap()  # it may have ended since the last look at what has ended
            how = how_it_ended(self.options.endings.pop(process.pid, None))
        if self._recovery.ended(name, how):
            starter.spawn()
        else:
            self._give_up()

    def _heard(self, name: str, line: str) -> None:
        """A line has been written: it may be the one by which the program says that it does its work."""
        if name not in READY or READY[name] not in line:
            return
        self._recovery.is_up(name)
        if name == "web" and self._welcome:
            self._terminal.show(self._welcome())
            self._welcome = None
            self._process(AFTER_THE_WEB).spawn()

    def _program_said(self, event: Any) -> None:
        self._terminal.write(event.process.config.name, event.data)

    def _program_ended(self, event: Any) -> None:
        name, pid = event.process.config.name, event.process.pid
        self._terminal.finish(name)
        status = self.options.endings.pop(pid, None)
        if name in self._servers:
            self._server_processes[name] = self._servers[name].process()
            if status == 0:
                self._recovery.is_up(name)
            return
        # The processes it made must not do its work beside the next one, or keep the port.
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        if not self._recovery.ended(name, how_it_ended(status)):
            self._give_up()

    def _program_cannot_start(self, event: Any) -> None:
        name = event.process.config.name
        self._terminal.say(f"{name} cannot be started: {event.process.spawnerr}.")
        self._give_up()

    def _give_up(self) -> None:
        self._terminal.say("The demo gives up and stops everything; the lines above say why.")
        self.gave_up = True
        self.options.mood = SupervisorStates.SHUTDOWN


def supervise(output: IO[str], welcome: Callable[[], str], servers: Mapping[str, Server]) -> int:
    """Run the demo until a signal comes, 0, or something that dies is given up, 1; no program runs any more then.

    What `welcome` answers is written once, when the pages are served; `servers` are the embedded ones by the names that
    the configuration gives them, "database" and "queue". They run when this begins.
    """
    options = _Options()
    options.realize(["--configuration", str(CONFIGURATION)])
    options.first, options.test = True, False
    supervisor = _Supervisor(options, output, welcome, servers)
    with suppress(ExitNow):
        supervisor.main()
    options.close_logger()
    return 1 if supervisor.gave_up else 0
