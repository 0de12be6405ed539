"""What the process that reads a file says to the one that asked for it: heads, lines in pieces, the end or a refusal.

Each message is its length in four bytes and JSON. A piece has at most 2 000 lines and some 4 million characters, so
that neither side holds more of a list than that.
"""

from __future__ import annotations

import dataclasses
import json
import struct
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any

from imports.reading.header import Line, ListHead
from imports.reading.refusals import DAMAGED, UnreadableFileError

LINES_IN_A_PIECE = 2000

_CHARACTERS_IN_A_PIECE = 4_000_000
_LONGEST_MESSAGE = 32 * 1024 * 1024
_LENGTH = struct.Struct("<I")
_HEAD, _LINES, _END, _REFUSAL = "head", "lines", "end", "refusal"


class Sender:
    """Writes the messages."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def head(self, head: ListHead) -> None:
        self._send(_HEAD, dataclasses.asdict(head))

    def lines(self, lines: Iterable[Line]) -> None:
        """Send the lines of the list whose head was sent last."""
        piece: list[tuple[int, tuple[str, ...]]] = []
        characters = 0
        for line in lines:
            piece.append((line.number, line.cells))
            characters += sum(map(len, line.cells))
            if len(piece) >= LINES_IN_A_PIECE or characters >= _CHARACTERS_IN_A_PIECE:
                self._send(_LINES, piece)
                piece, characters = [], 0
        if piece:
            self._send(_LINES, piece)

    def end(self) -> None:
        """Say that there is no further list."""
        self._send(_END, None)

    def refusal(self, message: str) -> None:
        """Say why the file cannot be read. Nothing follows."""
        self._send(_REFUSAL, message)

    def _send(self, what: str, value: Any) -> None:
        message = json.dumps((what, value), ensure_ascii=False, separators=(",", ":")).encode()
        self._stream.write(_LENGTH.pack(len(message)))
        self._stream.write(message)
        self._stream.flush()


class Receiver:
    """Reads the messages. Raises UnreadableFileError for a refusal and for whatever is no message."""

    def __init__(self, stream: IO[bytes], why_it_ended: Callable[[], str]) -> None:
        """`why_it_ended` is asked for the sentence where the stream ends too early."""
        self._stream = stream
        self._why_it_ended = why_it_ended
        self._what = ""
        self._value: Any = None

    def lists(self) -> Iterator[tuple[ListHead, Iterator[list[Line]]]]:
        """Each list's head and its pieces. Pieces that the caller leaves are passed over at the next list."""
        while (head := self._take(_HEAD)) is not None:
            pieces = self._pieces()
            yield _head(head), pieces
            for _piece in pieces:
                pass
        if self._what != _END:
            raise UnreadableFileError(DAMAGED)

    def _pieces(self) -> Iterator[list[Line]]:
        while (lines := self._take(_LINES)) is not None:
            try:
                piece = [Line(number, tuple(cells)) for number, cells in lines]
            except (TypeError, ValueError) as error:
                raise UnreadableFileError(DAMAGED) from error
            yield piece

    def _take(self, what: str) -> Any:
        """The value of the next message if it is of this kind; otherwise None, and the message stays the next."""
        if not self._what:
            self._what, self._value = self._read()
        if self._what == _REFUSAL:
            raise UnreadableFileError(str(self._value))
        if self._what != what:
            return None
        value, self._what, self._value = self._value, "", None
        return value

    def _read(self) -> tuple[str, Any]:
        try:
            [length] = _LENGTH.unpack(self._exactly(_LENGTH.size))
            if length > _LONGEST_MESSAGE:
                raise UnreadableFileError(DAMAGED)
            what, value = json.loads(self._exactly(length))
        except (ValueError, TypeError, RecursionError) as error:
            raise UnreadableFileError(DAMAGED) from error
        return what, value

    def _exactly(self, size: int) -> bytes:
        content = self._stream.read(size)
        if len(content) < size:
            raise UnreadableFileError(self._why_it_ended())
        return content


def _head(fields: dict[str, Any]) -> ListHead:
    try:
        tuples = {name: tuple(value) for name, value in fields.items() if isinstance(value, list)}
        return ListHead(**{**fields, **tuples})
    except (TypeError, AttributeError) as error:
        raise UnreadableFileError(DAMAGED) from error
