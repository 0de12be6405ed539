"""The part `pages`: every hot page of a measured city."""

from __future__ import annotations

import sys
from typing import Any

from tests.bench.pages.hot import hot_pages, people
from tests.bench.pages.measuring import as_json, costs_of


def run() -> dict[str, Any]:
    """By page: what it costs, what the bare view and the admin cost, and what was promised."""
    found = {}
    for page in hot_pages(people()):
        costs = {name: as_json(cost) for name, cost in costs_of(page).items()}
        found[page.name] = {
            **costs,
            "most_statements": page.statements,
            "most_times": page.times,
            "is_about_today": page.is_about_today,
        }
        told = ", ".join(f"{name} {cost['whole']} ms in {cost['statements']}" for name, cost in costs.items())
        sys.stdout.write(f"  {page.name}: {told}\n")
        sys.stdout.flush()
    return found
