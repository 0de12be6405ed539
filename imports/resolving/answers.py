"""What managers have answered, and which of the answers a check has come upon."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

Key = TypeVar("Key")
Answer = TypeVar("Answer")


class Looked(Mapping[Key, Answer]):
    """Answers that note the keys by which one was found: what those questions are about still stands in the lists."""

    def __init__(self, answers: Mapping[Key, Answer]) -> None:
        self._answers = answers
        self.found: set[Key] = set()

    def __getitem__(self, key: Key) -> Answer:
        answer = self._answers[key]
        self.found.add(key)
        return answer

    def __iter__(self) -> Iterator[Key]:
        return iter(self._answers)

    def __len__(self) -> int:
        return len(self._answers)
