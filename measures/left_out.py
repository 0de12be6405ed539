"""What imported lists say about a period and is in no figure of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LeftOut:
    """Rows of imported lists about a period: how many wait for somebody's decision, and how many were left out."""

    waiting: int = 0
    left_out: int = 0
