"""Which column of a file is which: by the Swedish heading or by the field's own name, never by place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

SOURCE_COLUMN = "source"  # where a row comes from; for the reader of the file, not kept in the database


class TableError(Exception):
    """A table cannot be read. The message is one sentence that says where and why."""


def known_columns(header: Iterable[str], headings: Mapping[str, str]) -> list[str]:
    """The header with the heading of each field (`headings`: by field name) in the place where the field was found.

    Raises TableError for a column that is missing, unknown or there twice: a misspelt one would else be ignored in
    silence.
    """
    wanted = {_plain(name): heading for field, heading in headings.items() for name in (field, heading)}
    found = [wanted.get(_plain(name), name.strip()) for name in header]
    if missing := [heading for heading in headings.values() if heading not in found]:
        raise TableError(f"{_columns(missing)} saknas. Rubrikerna ska stå på den första raden.")
    if unknown := [name for name in found if name not in headings.values() and name != SOURCE_COLUMN]:
        are = "är okänd" if len(unknown) == 1 else "är okända"
        raise TableError(f"{_columns(unknown)} {are}. Kolumnerna ska heta {', '.join(headings.values())}.")
    if twice := [name for place, name in enumerate(found) if name in found[:place]]:
        raise TableError(f"{_columns(twice)} finns mer än en gång.")
    return found


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _columns(names: list[str]) -> str:
    quoted = ", ".join(f"”{name}”" for name in names)
    return f"Kolumnen {quoted}" if len(names) == 1 else f"Kolumnerna {quoted}"
