"""What the page showed of several things at once, so that an act goes by the one it is about (FC-36)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from core.seen import NOTHING, Seen

KEY = "what-happened"
_WITHIN = "\t"
"""Between the name of a part and a label; no label has it."""


def whole(parts: Mapping[str, Seen]) -> Seen:
    """All parts in one, for the hidden field of the form."""
    keys = " ".join([KEY, *(f"{name}={part.key}" for name, part in parts.items())])
    facts = ((f"{name}{_WITHIN}{label}", value) for name, part in parts.items() for label, value in part.facts)
    return Seen(keys, tuple(facts))


def parts_of(seen: Seen) -> dict[str, str]:
    """The names of the parts that were shown, each with its key."""
    first, *keys = seen.key.split(" ")
    return dict(key.split("=", 1) for key in keys) if first == KEY else {}


def part(seen: Seen, name: str) -> Seen:
    """One of the parts, as it was shown; NOTHING where it was not."""
    keys = parts_of(seen)
    if name not in keys:
        return NOTHING
    prefix = f"{name}{_WITHIN}"
    facts = tuple((label.removeprefix(prefix), value) for label, value in seen.facts if label.startswith(prefix))
    return Seen(keys[name], facts)


def of_acts(seen: Seen, names: Collection[str]) -> Seen:
    """The parts that are acted on as one, in words for the page that shows both states."""
    found = [part(seen, name) for name in names]
    return Seen(" ".join(one.key for one in found), tuple(_labelled(found)))


def _labelled(parts: Collection[Seen]) -> Iterator[tuple[str, str]]:
    """Each label once: a second part with the same label gets a number."""
    used: set[str] = set()
    for number, one in enumerate(parts, start=1):
        for label, value in one.facts:
            yield (label if label not in used else f"{label} ({number})"), value
        used |= {label for label, _ in one.facts}
