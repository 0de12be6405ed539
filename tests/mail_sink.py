"""A mail server that keeps what it is given: enough of SMTP (RFC 5321) to be spoken to by Python's own client."""

from __future__ import annotations

import email
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from email.policy import default
from typing import Any

from core.mailing import SMTP, mail_settings


@dataclass
class Sink:
    """What a running mail server has taken, and whom it refuses."""

    port: int = 0
    taken: list[tuple[str, Message]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    conversations: int = 0

    @property
    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for _, message in self.taken]


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        sink: Sink = self.server.sink  # type: ignore[attr-defined]
        sink.conversations += 1
        self._say("220 sink")
        recipient = ""
        while line := self.rfile.readline().decode():
            match line.split(maxsplit=1)[0].upper():
                case "RCPT":
                    recipient = line[line.index("<") + 1 : line.index(">")]
                    self._say("550 no such mailbox" if recipient in sink.refused else "250 ok")
                case "DATA":
                    self._say("354 go on")
                    lines = iter(self.rfile.readline, b".\r\n")
                    content = b"".join(line.removeprefix(b".") if line.startswith(b"..") else line for line in lines)
                    sink.taken.append((recipient, email.message_from_bytes(content, policy=default)))
                    self._say("250 taken")
                case "QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 ok")

    def _say(self, answer: str) -> None:
        with suppress(BrokenPipeError):  # the client may have been killed
            self.wfile.write(f"{answer}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, *args: object) -> None:
        """A client that is killed in the middle of a sentence is what these tests are about."""


@contextmanager
def mail_server() -> Iterator[Sink]:
    """A server on a free port of this machine, until the end of the block."""
    sink = Sink()
    with _Server(("127.0.0.1", 0), _Conversation) as server:
        server.sink = sink  # type: ignore[attr-defined]
        sink.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield sink
        finally:
            server.shutdown()
            thread.join()


def send_to(settings: Any, port: int) -> None:
    """Let this process send its mail to a server at `port` of this machine, for one test."""
    facts = {"EMAIL_BACKEND": SMTP, "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": port}
    for name, value in mail_settings(facts).items():
        setattr(settings, name, value)
