"""The version of the definitions, printed in files so that a reader can tell whether two were counted alike.

It cannot stay while a definition changes: each version stands here with the digest of what it meant.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from core.shares import Share
from deadlines.status import clock_conditions
from measures.guarantee_now.measures import GUARANTEE_NOW
from measures.registry import Measure, Registry
from measures.statistics.measures import STATISTICS

DIGESTS = {
    "2": "c77d ef72 c9c4 513f",
    "3": "36a3 821e c8d5 9fde",
}
"""The digest of each version, oldest first. Rows are added at the end and never changed: files with them are out."""

DEFINITION_VERSION = list(DIGESTS)[-1]

REGISTRIES = (STATISTICS, GUARANTEE_NOW)

TRIALS = 4
"""Sets of made-up counts on which each formula is worked out, since a formula is known by what it gives."""


def digest_now(registries: Iterable[Registry] = REGISTRIES) -> str:
    """The digest of the definitions as they are written now.

    It covers each definition's words, each measure's name, unit, inputs and what its formula gives, and the days that
    count as near and as looked back on. It does not cover their order, nor how the counts themselves are asked for.
    """
    parts = [_meaning(registry) for registry in registries]
    text = json.dumps(
        [clock_conditions.NEAR, clock_conditions.DECIDED_DAYS, *parts], ensure_ascii=False, sort_keys=True
    )
    return hashlib.sha256(text.encode()).digest()[:8].hex(" ", 2)


def what_to_do(registries: Iterable[Registry] = REGISTRIES) -> str:
    """What a changed definition asks of whoever changed it; empty if the version says what the definitions say."""
    found = digest_now(registries)
    if found == DIGESTS[DEFINITION_VERSION]:
        return ""
    return (
        f"A definition, label, input or formula is no longer that of version {DEFINITION_VERSION}. If that is meant, "
        f'add the row "{int(DEFINITION_VERSION) + 1}": "{found}" at the end of DIGESTS in '
        "measures/definition_version.py and of RELEASED in tests/measures/test_definition_version.py. "
        "Leave the rows before it as they are."
    )


def _meaning(registry: Registry) -> dict[str, Any]:
    definitions = {d.name: [d.formula, d.text, d.population] for d in registry.definitions}
    measures = {
        m.key: [m.label, m.unit.value, m.inputs, m.definition.name, [_result(m, trial) for trial in range(TRIALS)]]
        for m in registry.measures
    }
    return {"definitions": definitions, "measures": measures}


def _result(measure: Measure, trial: int) -> list[int | None]:
    """What the formula gives of counts that depend on their names and the trial alone; all are 0 in the first."""
    numbers = [_made_up(name, trial) for name in measure.inputs]
    found = measure.formula(*numbers)
    return [found.part, found.whole] if isinstance(found, Share) else [found]


def _made_up(name: str, trial: int) -> int:
    seed = hashlib.sha256(f"{name} {trial}".encode()).digest()
    return trial * int.from_bytes(seed[:2], "big")
