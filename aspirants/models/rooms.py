"""Where a person is met, in a narrow table beside each table that brings a person to a jobbtorg (decision 100).

Row security asks for every row about a person at which jobbtorg that person is met, and whether the person is
protected. The answer stands in two numbers of one narrow row, `<table>_room`: the person and the *room*. A room is the
jobbtorg's key, and its negative where the person is protected: only those appointed to open protected persons have
both. Triggers keep it, so that every way of writing is covered. Nobody but the owner reads or writes these tables;
policies look through views that show the acting user's own rooms.

What stands here is run by migrations and never changed: a change is a new migration with new SQL.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_OWNER = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_ROOM = "CASE WHEN person.protection = 'NONE' THEN source.jobbtorg_id ELSE -source.jobbtorg_id END"

PROTECTION_IS_A_KEY = "CREATE UNIQUE INDEX person_with_protection ON aspirants_person (id, protection)"
"""Makes a change of protection one of the person's key: it waits for those who just then add what hangs on the person,
and they for it, while no other change of the person does. So neither misses the other."""


def rooms_of(table: str) -> str:
    """The name of the narrow table beside a table."""
    return f"{table}_room"


def filling(table: str, columns: Sequence[str] = (), source: str = "") -> str:
    """SQL that takes into the rooms what is in `source`; without one the whole table, while nobody writes to it."""
    locked = "ORDER BY source.person_id, source.id FOR KEY SHARE OF person" if source else ""
    names = ["id", "person_id", "room", *columns]
    picked = ", ".join(f"source.{column}" for column in columns)
    return f"""
    INSERT INTO {rooms_of(table)} ({", ".join(names)})
    SELECT source.id, source.person_id, {_ROOM}{", " if picked else ""}{picked}
      FROM {source or table} AS source JOIN aspirants_person person ON person.id = source.person_id
     {locked}
    ON CONFLICT (id) DO UPDATE SET {", ".join(f"{name} = EXCLUDED.{name}" for name in names[1:])}
    """


def keeping(table: str, columns: Sequence[str] = ()) -> list[str]:
    """SQL that makes the rooms beside a table, fills them, and keeps them. `columns` are taken along as they are.

    The table needs the columns id, person_id and jobbtorg_id.
    """
    rooms = rooms_of(table)
    watched = ["person_id", "jobbtorg_id", *columns]
    changed = "({}) IS DISTINCT FROM ({})".format(
        ", ".join(f"OLD.{column}" for column in watched), ", ".join(f"NEW.{column}" for column in watched)
    )
    moved = f"(SELECT {', '.join(f'NEW.{column}' for column in ('id', *watched))})"
    # A statement at a time where rows are added or removed, many as they may be; a row at a time where one moves, which
    # is asked of rows that have moved only.
    events = {
        "added": (
            f"{filling(table, columns, 'added')};",
            f"AFTER INSERT ON {table} REFERENCING NEW TABLE AS added",
        ),
        "moved": (
            f"{filling(table, columns, moved)};",
            f"AFTER UPDATE OF {', '.join(watched)} ON {table} FOR EACH ROW WHEN ({changed})",
        ),
        "removed": (
            f"DELETE FROM {rooms} room USING removed WHERE room.id = removed.id;",
            f"AFTER DELETE ON {table} REFERENCING OLD TABLE AS removed",
        ),
        "emptied": (f"DELETE FROM {rooms};", f"AFTER TRUNCATE ON {table}"),
        "hidden": (
            f"UPDATE {rooms} SET room = CASE WHEN NEW.protection = 'NONE' THEN abs(room) ELSE -abs(room) END"
            " WHERE person_id = NEW.id;",
            "AFTER UPDATE OF protection ON aspirants_person FOR EACH ROW"
            " WHEN ((OLD.protection = 'NONE') IS DISTINCT FROM (NEW.protection = 'NONE'))",
        ),
    }
    made = [
        f"CREATE TABLE {rooms} (id bigint PRIMARY KEY, person_id bigint NOT NULL, room bigint NOT NULL"
        f"{''.join(f', {column} bigint' for column in columns)})",
        f"CREATE INDEX {rooms}_of_person ON {rooms} (person_id) INCLUDE (room)",
        # Whom a request must hide is looked up as it begins.
        f"CREATE INDEX {rooms}_hidden ON {rooms} (room) INCLUDE (person_id) WHERE room < 0",
    ]
    for event, (body, when) in events.items():
        function = f"{rooms}_{event}"
        made += [
            f"CREATE FUNCTION {function}() RETURNS trigger {_OWNER} AS $$ BEGIN {body} RETURN NULL; END $$",
            f"CREATE TRIGGER {function} {when} EXECUTE FUNCTION {function}()",
        ]
    anew = (
        f"LOCK TABLE {table}, aspirants_person IN SHARE ROW EXCLUSIVE MODE;"
        f" DELETE FROM {rooms}; {filling(table, columns)};"
    )
    return [
        *made,
        f"CREATE FUNCTION {rooms}_anew() RETURNS void"
        f" LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$ BEGIN {anew} END $$",
        f"SELECT {rooms}_anew()",
    ]


def forgetting(table: str) -> list[str]:
    """SQL that undoes `keeping`."""
    rooms = rooms_of(table)
    events = ("added", "moved", "removed", "emptied", "hidden", "anew")
    return [*(f"DROP FUNCTION {rooms}_{event}() CASCADE" for event in events), f"DROP TABLE {rooms}"]


def make_anew(cursor: Any) -> None:
    """Take all rooms anew from their tables; for the owner, who has written to these with triggers switched off."""
    cursor.execute(r"SELECT proname FROM pg_proc WHERE proname LIKE '%\_room\_anew'", None)
    for (function,) in cursor.fetchall():
        cursor.execute(f"SELECT {function}()")
