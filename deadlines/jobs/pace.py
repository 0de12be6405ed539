"""How many rows a job takes at a time, so that nobody waits long for one of them (decision 092)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

SECONDS = 0.15
"""How long a batch is to hold its rows. At most 0.35 s, half of what a page waits for a row; the rest is for the
batches that come out slower than those before them."""

FIRST, FEWEST = 100, 20
GROWTH = 1.5
"""By how much at most a batch is larger than the one before: many small ones say little about a large one."""


class Pace:
    """The size of the next batch, `size`, by how long those before it took; never above `most`."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = min(FIRST, most)

    @contextmanager
    def batch(self) -> Iterator[int]:
        """Inside, a batch of the given size is worked on, from its first row to the end of its transaction."""
        size, began = self.size, time.monotonic()
        yield size
        fitting = size * SECONDS / max(time.monotonic() - began, 0.001)
        self.size = min(max(int(min(fitting, size * GROWTH)), FEWEST), self.most)
