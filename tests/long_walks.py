"""Walks that are too long for every run: `make test` takes a part, FULL=1 all of it (docs/testing.md)."""

from __future__ import annotations

import os

FULL = os.environ.get("FULL") == "1"
"""Whether the walks go all the way: the same part is taken in every other run."""
