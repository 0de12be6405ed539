"""What every operation clocks, read from the source: who acts, and who checks that they may.

An operation is a public function of a module `operations.py`, `…_operations.py` or of a package `operations`. Either it
takes `actor`, uses it and asks `may` or `require` (itself, or in a helper that it hands the actor), or its docstring
has one line of these, which is checked against the calls in the source:

    Checked by: `close_case` (WORK_IN_CASE).    it takes `actor`; the named function asks, and one calls the other
    Part of: `record_answer`.                   it takes no actor; only operations that check reach it, and these do
    Run by: `sweep_deadlines`.                  no person reaches it; the named command does

One that asks does so before it, or what it calls, locks a row: who has no right keeps nobody waiting. Where the right
depends on what the row says by then, it asks again.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

NOT_READ = {"tests", "migrations", "demo", "node_modules", "var"}
ASKS = {"may", "require"}
LOCKS = {"select_for_update", "locked", "locked_open", "still_here"}
ASKING, LOCKING = "asks", "locks"
LINE = re.compile(r"^(Checked by|Part of|Run by): (.*?\.)$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Place:
    """A function or class at the top of a module."""

    module: str
    name: str

    def __str__(self) -> str:
        return f"{self.module}.{self.name}"


Definition = ast.FunctionDef | ast.ClassDef


def sources(root: Path) -> dict[str, str]:
    """The text of each production module, by its dotted name; a package goes by its own."""
    found = {}
    packages = [path for path in root.iterdir() if path.is_dir() and path.name[0] != "." and path.name not in NOT_READ]
    for path in sorted(path for package in packages for path in package.rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        if not NOT_READ & set(parts):
            found[".".join(parts).removesuffix(".__init__")] = path.read_text()
    return found


def holds_operations(module: str) -> bool:
    """Whether the public functions of a module are operations."""
    *folders, last = module.split(".")
    return last.endswith("_operations") or "operations" in (*folders, last)


class House:
    """The production code: what is defined where, and what refers to what."""

    def __init__(self, modules: Mapping[str, str]) -> None:
        self._trees = {module: ast.parse(text) for module, text in modules.items()}
        self._defined: dict[Place, Definition] = {}
        self._variables: set[str] = set()
        self._imports: dict[str, dict[str, tuple[str, str]]] = {}
        for module, tree in self._trees.items():
            self._read(module, tree)

    def _read(self, module: str, tree: ast.Module) -> None:
        names: dict[str, tuple[str, str]] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                names |= {alias.asname or alias.name: (node.module, alias.name) for alias in node.names}
        self._imports[module] = names
        for node in tree.body:
            if isinstance(node, Definition):
                self._defined[Place(module, node.name)] = node
            elif isinstance(node, ast.Assign):
                self._variables |= {target.id for target in node.targets if isinstance(target, ast.Name)}

    def resolve(self, module: str, name: str) -> Place | None:
        """Where a name used in a module is defined, however often it was passed on; None outside the house."""
        here = Place(module, name)
        if here in self._defined:
            return here
        if module not in self._imports or name not in self._imports[module]:
            return None
        source, original = self._imports[module][name]
        return self.resolve(source, original)

    def _module_called(self, module: str, name: str) -> str | None:
        source, original = self._imports[module].get(name, ("", ""))
        return f"{source}.{original}" if f"{source}.{original}" in self._trees else None

    def _target(self, module: str, node: ast.AST) -> Place | None:
        if isinstance(node, ast.Name):
            return self.resolve(module, node.id)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            called = self._module_called(module, node.value.id)
            return self.resolve(called, node.attr) if called else None
        return None

    @cached_property
    def _uses(self) -> dict[Place, set[Place]]:
        return {
            place: {found for node in ast.walk(tree) if (found := self._target(place.module, node))} - {place}
            for place, tree in self._defined.items()
        }

    def reaches(self, start: Place, goal: Place) -> bool:
        """Whether `goal` is called, directly or by what is called, from `start`."""
        seen, waiting = {start}, [start]
        while waiting:
            new = self._uses[waiting.pop()] - seen
            if goal in new:
                return True
            seen |= new
            waiting += new
        return False

    @cached_property
    def operations(self) -> dict[Place, ast.FunctionDef]:
        """The public functions of the modules that hold operations."""
        return {
            place: node
            for place, node in self._defined.items()
            if isinstance(node, ast.FunctionDef) and holds_operations(place.module) and not place.name.startswith("_")
        }

    def asks(self, place: Place) -> bool:
        """Whether a function asks for a right: itself, or in a helper that is no operation and is handed the actor."""
        node = self._defined[place]
        for call in (one for one in ast.walk(node) if isinstance(one, ast.Call)):
            if isinstance(call.func, ast.Name) and call.func.id in ASKS:
                return True
            helper = self._target(place.module, call.func)
            is_helper = helper is not None and helper != place and helper not in self.operations
            if is_helper and _is_handed_the_actor(call) and self.asks(helper):
                return True
        return False

    def first_of(self, place: Place, on_the_way: tuple[Place, ...] = ()) -> str:
        """What a function does first, by itself or in what it calls: ASKING for a right, LOCKING a row; "" for neither.

        Calls count in the order in which they are written.
        """
        node = self._defined[place]
        if not isinstance(node, ast.FunctionDef) or place in on_the_way:
            return ""
        for call in sorted((one for one in ast.walk(node) if isinstance(one, ast.Call)), key=_written_at):
            if isinstance(call.func, ast.Name) and call.func.id in ASKS:
                return ASKING
            if isinstance(call.func, ast.Attribute) and call.func.attr in LOCKS:
                return LOCKING
            called = self._target(place.module, call.func)
            if called is not None and (found := self.first_of(called, (*on_the_way, place))):
                return found
        return ""

    def named(self, name: str) -> list[Place]:
        """The functions and classes with a name; of a dotted one the last part counts. A command goes by its module."""
        last = name.rpartition(".")[2]
        commands = [Place(module, "Command") for module in self._trees if module.endswith(f".commands.{last}")]
        return [place for place in self._defined if place.name == last] + commands

    def is_rule_of_a_page(self, name: str) -> bool:
        """Whether it is the name of an access rule that pages declare."""
        return name in self._variables and any(place.name == "AccessRule" for place in self._defined)

    def callers(self, goal: Place) -> list[Place]:
        """The operations that refer to a function by themselves."""
        return [place for place in self.operations if goal in self._uses[place]]


def _written_at(call: ast.Call) -> tuple[int, int]:
    """Where the name of what is called ends: of `a.b().c()` the earlier one stands first."""
    return call.func.end_lineno or 0, call.func.end_col_offset or 0


def _is_handed_the_actor(call: ast.Call) -> bool:
    handed = [*call.args, *(keyword.value for keyword in call.keywords)]
    return any(isinstance(value, ast.Name) and value.id in ("actor", "user", "current") for value in handed)


@cache
def the_product() -> House:
    """The house that this checkout is, read once in a run."""
    return House(sources(Path(__file__).resolve().parents[2]))


def gaps(house: House, beside: Iterable[str] = ()) -> Iterator[str]:
    """Each breach of the contract in a sentence. `beside`: names of functions that are no operations, though they
    live among them."""
    exempt = set(beside)
    for place, node in house.operations.items():
        if place.name not in exempt:
            yield from (f"{place}: {gap}" for gap in _gaps_of(house, place, node))


def _gaps_of(house: House, place: Place, node: ast.FunctionDef) -> Iterator[str]:
    docstring = ast.get_docstring(node) or ""
    lines = dict(LINE.findall(docstring))
    if node.args.args or node.args.posonlyargs:
        yield "takes its arguments by position"
    if not docstring:
        yield "has no docstring"
    if "actor" in [argument.arg for argument in node.args.kwonlyargs]:
        yield from _gaps_of_an_act(house, place, node, lines)
    else:
        yield from _gaps_of_a_part(house, place, lines)


def _gaps_of_an_act(house: House, place: Place, node: ast.FunctionDef, lines: dict[str, str]) -> Iterator[str]:
    body = [found for statement in node.body for found in ast.walk(statement)]
    if not any(isinstance(found, ast.Name) and found.id == "actor" for found in body):
        yield "does not use its actor"
    if "Checked by" not in lines:
        if not house.asks(place):
            yield "neither asks for a right nor says who has"
        elif "Part of" not in lines and house.first_of(place) == LOCKING:
            yield "locks a row before it asks for the right"
        return
    for name in _names(lines["Checked by"]):
        if house.is_rule_of_a_page(name):
            continue
        found = [one for one in house.named(name) if one != place]
        if not any(house.reaches(one, place) or house.reaches(place, one) for one in found):
            yield f"is not reached by `{name}`, which is said to check"
        elif not any(house.asks(one) or _says_who_checks(house, one) for one in found):
            yield f"says that `{name}` checks, which does not"


def _gaps_of_a_part(house: House, place: Place, lines: dict[str, str]) -> Iterator[str]:
    wholes = _names(lines.get("Part of", ""))
    commands = _names(lines.get("Run by", ""))
    if not wholes and not commands:
        yield "takes no actor and does not say what it is part of, or what runs it"
    for name in (*wholes, *commands):
        if not any(house.reaches(one, place) for one in house.named(name) if one != place):
            yield f"is not reached by `{name}`"
    for caller in house.callers(place):
        if wholes and caller.name not in wholes and "actor" in _keywords(house.operations[caller]):
            yield f"does not name `{caller.name}`, which it is part of"


def _says_who_checks(house: House, place: Place) -> bool:
    return place in house.operations and "Checked by: `" in (ast.get_docstring(house.operations[place]) or "")


def _names(line: str) -> list[str]:
    return [name.rpartition(".")[2] for name in re.findall(r"`([\w.]+)`", line)]


def _keywords(node: ast.FunctionDef) -> list[str]:
    return [argument.arg for argument in node.args.kwonlyargs]
