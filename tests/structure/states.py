"""The drawing of a referral's states in docs/referrals.md, made from the tables of its steps.

`python -m tests.structure.states` writes it (`make drawing`). `test_states.py` fails while it is not current.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import django

from tests.structure.floors import ROOT

PAGE = ROOT / "docs" / "referrals.md"
BEGIN, END = "<!-- drawn by make drawing -->", "<!-- end of the drawing -->"


def drawn() -> str:
    """The steps as a diagram and as a table, from the tables in the code."""
    from referrals.moving.workflow import STEPS as MOVES
    from referrals.workflow import STEPS

    return "\n".join([BEGIN, *_diagram(STEPS), "", *_table(STEPS), "", *_diagram(MOVES), "", *_table(MOVES), END])


def _diagram(steps) -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield f"    [*] --> {steps[0].origin.name}"
    joined: dict[tuple[str, str], list[str]] = {}
    for step in steps:
        joined.setdefault((step.origin.name, step.to.name), []).append(step.act.value)
    for (origin, to), acts in joined.items():
        yield f"    {origin} --> {to}: {'; '.join(acts)}"
    for state in type(steps[0].origin):
        if state.name not in {step.origin.name for step in steps}:
            yield f"    {state.name} --> [*]"
    yield "```"


def _table(steps) -> Iterator[str]:
    from organisation.access.permissions import MATRIX

    yield "| From | What | To | Who |"
    yield "|---|---|---|---|"
    for step in steps:
        who = ", ".join(role.name.lower().replace("_", " ") for role in MATRIX[step.who])
        yield f"| {step.origin.name} | {step.act.value} | {step.to.name} | {who} |"


def page(now: str) -> str:
    """The page with the drawing between its marks made anew."""
    before, rest = now.split(BEGIN)
    return f"{before}{drawn()}{rest.split(END)[1]}"


def main() -> None:
    """Write the page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    PAGE.write_text(page(PAGE.read_text()))


if __name__ == "__main__":
    main()
