"""The database's schema as text, and what differs between two such texts apart from renamed things.

    python -m tests.schema_text [--rows] > before.txt
    python -m tests.schema_text compare before.txt after.txt --renamed renamed.json

The first form migrates a new database, writes what it consists of, one fact after the other in the order of their
names, and drops it; with `--database NAME` it migrates that one instead, and leaves it. `--step-by-step` keeps
`migrate` from building an empty one at once, and `--rows` adds the rows that migrating leaves behind. Two databases
with the same text hold the same tables, columns, constraints, indexes, sequences, views, functions, triggers, policies,
grants, settings and comments. Object numbers and the order of a table's columns are left out, because nothing depends
on them. The partitions of the access log are those of the month of the run.

`renamed.json` is an object: old name → new name, of whatever kind. Names that Django, pgtrigger or PostgreSQL make up
(they end in a hash or in _pkey, _seq and the like) need not stand there: they are paired where everything else about
the two things agrees.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.db import connection

_NO_EXTENSION = "NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = {table!r}::regclass AND e.objid = {oid}" + (
    " AND e.deptype = 'e')"
)


def _own(table: str, oid: str) -> str:
    return _NO_EXTENSION.format(table=table, oid=oid)


_RELATIONS = "c.relnamespace = 'public'::regnamespace AND " + _own("pg_class", "c.oid")
_FUNCTIONS = "p.pronamespace = 'public'::regnamespace AND " + _own("pg_proc", "p.oid")
_PRIVILEGES = (
    "string_agg(a.privilege_type || CASE WHEN a.is_grantable THEN '*' ELSE '' END, ', ' ORDER BY a.privilege_type)"
)
_GRANTEE = "CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee)::text END"

QUERIES = {
    "schema": "SELECT nspname, 'owner ' || pg_get_userbyid(nspowner) FROM pg_namespace"
    " WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'",
    "extension": "SELECT extname, 'in ' || extnamespace::regnamespace FROM pg_extension",
    "setting": "SELECT 'of ' || coalesce(r.rolname, 'everybody'), array_to_string(s.setconfig, ', ')"
    " FROM pg_db_role_setting s LEFT JOIN pg_roles r ON r.oid = s.setrole"
    " WHERE s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())",
    "type": "SELECT t.typname, t.typtype::text || ' ' || coalesce(format_type(t.typbasetype, t.typtypmod), '') ||"
    " coalesce((SELECT string_agg(enumlabel, ', ' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid), '')"
    " FROM pg_type t WHERE t.typnamespace = 'public'::regnamespace AND t.typtype IN ('e', 'd', 'r', 'm') AND "
    + _own("pg_type", "t.oid"),
    "table": "SELECT c.relname, concat_ws(' ', c.relkind, c.relpersistence, 'owner ' || pg_get_userbyid(c.relowner),"
    " 'replica identity ' || c.relreplident::text, CASE WHEN c.relrowsecurity THEN 'row security' END,"
    " CASE WHEN c.relforcerowsecurity THEN 'forced' END, array_to_string(c.reloptions, ', '),"
    " 'partitioned by ' || pg_get_partkeydef(c.oid),"
    " 'part of ' || (SELECT string_agg(inhparent::regclass::text, ', ') FROM pg_inherits WHERE inhrelid = c.oid),"
    " pg_get_expr(c.relpartbound, c.oid))"
    f" FROM pg_class c WHERE c.relkind IN ('r', 'p', 'f', 'm', 'v') AND {_RELATIONS}",
    "column": "SELECT c.relname || '.' || t.attname, concat_ws(' ', format_type(t.atttypid, t.atttypmod),"
    " CASE WHEN t.attnotnull THEN 'NOT NULL' END, 'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid),"
    " 'identity ' || NULLIF(t.attidentity::text, ''), 'generated ' || NULLIF(t.attgenerated::text, ''),"
    " 'collation ' || NULLIF(l.collname, 'default'))"
    " FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid"
    " LEFT JOIN pg_attrdef d ON d.adrelid = t.attrelid AND d.adnum = t.attnum"
    " LEFT JOIN pg_collation l ON l.oid = t.attcollation"
    f" WHERE t.attnum > 0 AND NOT t.attisdropped AND c.relkind IN ('r', 'p', 'f', 'm', 'v') AND {_RELATIONS}",
    # Constraints of kind n say NOT NULL once more.
    "constraint": "SELECT r.conrelid::regclass || ' ' || r.conname, concat_ws(' ', pg_get_constraintdef(r.oid),"
    " CASE WHEN NOT r.convalidated THEN 'not validated' END, CASE WHEN NOT r.conislocal THEN 'inherited' END)"
    f" FROM pg_constraint r JOIN pg_class c ON c.oid = r.conrelid WHERE r.contype <> 'n' AND {_RELATIONS}",
    "index": "SELECT i.indrelid::regclass || ' ' || c.relname, concat_ws(' ', pg_get_indexdef(i.indexrelid),"
    " array_to_string(c.reloptions, ', '), CASE WHEN NOT i.indisvalid THEN 'invalid' END,"
    " 'part of ' || (SELECT string_agg(inhparent::regclass::text, ', ') FROM pg_inherits WHERE inhrelid = c.oid))"
    f" FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE {_RELATIONS}",
    "sequence": "SELECT c.relname, concat_ws(' ', format_type(s.seqtypid, NULL), 'start', s.seqstart, 'by',"
    " s.seqincrement, 'from', s.seqmin, 'to', s.seqmax, 'cache', s.seqcache, CASE WHEN s.seqcycle THEN 'cycle' END,"
    " 'owner ' || pg_get_userbyid(c.relowner), 'of ' || (SELECT o.refobjid::regclass || '.' || t.attname"
    " FROM pg_depend o JOIN pg_attribute t ON t.attrelid = o.refobjid AND t.attnum = o.refobjsubid"
    " WHERE o.objid = c.oid AND o.classid = 'pg_class'::regclass AND o.deptype IN ('a', 'i')))"
    f" FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid WHERE {_RELATIONS}",
    "view": f"SELECT c.relname, pg_get_viewdef(c.oid) FROM pg_class c WHERE c.relkind IN ('v', 'm') AND {_RELATIONS}",
    "function": "SELECT p.oid::regprocedure::text, 'owner ' || pg_get_userbyid(p.proowner) || E'\\n' ||"
    f" CASE p.prokind WHEN 'a' THEN 'aggregate' ELSE pg_get_functiondef(p.oid) END FROM pg_proc p WHERE {_FUNCTIONS}",
    "trigger": "SELECT t.tgrelid::regclass || ' ' || t.tgname, t.tgenabled::text || ' ' || pg_get_triggerdef(t.oid)"
    f" FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND {_RELATIONS}",
    "event trigger": "SELECT evtname, concat_ws(' ', evtevent, evtfoid::regprocedure, evtenabled, evttags)"
    " FROM pg_event_trigger",
    "rule": "SELECT r.ev_class::regclass || ' ' || r.rulename, pg_get_ruledef(r.oid) FROM pg_rewrite r"
    f" JOIN pg_class c ON c.oid = r.ev_class WHERE r.rulename <> '_RETURN' AND {_RELATIONS}",
    "statistics": "SELECT s.stxrelid::regclass || ' ' || s.stxname, pg_get_statisticsobjdef(s.oid)"
    f" FROM pg_statistic_ext s JOIN pg_class c ON c.oid = s.stxrelid WHERE {_RELATIONS}",
    "policy": "SELECT o.polrelid::regclass || ' ' || quote_ident(o.polname), concat_ws(E'\\n',"
    " CASE WHEN o.polpermissive THEN 'permissive ' ELSE 'restrictive ' END || o.polcmd::text || ' to ' ||"
    " (SELECT string_agg(CASE m WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(m)::text END, ', '"
    " ORDER BY pg_get_userbyid(m)) FROM unnest(o.polroles) m),"
    " 'USING ' || pg_get_expr(o.polqual, o.polrelid), 'WITH CHECK ' || pg_get_expr(o.polwithcheck, o.polrelid))"
    f" FROM pg_policy o JOIN pg_class c ON c.oid = o.polrelid WHERE {_RELATIONS}",
    "grant on database": f"SELECT {_GRANTEE}, {_PRIVILEGES} FROM pg_database d,"
    " aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a WHERE d.datname = current_database() GROUP BY 1",
    "grant on schema": f"SELECT n.nspname || ' to ' || {_GRANTEE}, {_PRIVILEGES} FROM pg_namespace n,"
    " aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a WHERE n.nspname = 'public' GROUP BY 1",
    "grant on table": f"SELECT c.relname || ' to ' || {_GRANTEE}, {_PRIVILEGES} FROM pg_class c,"
    " aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a"
    f" WHERE c.relkind IN ('r', 'p', 'f', 'm', 'v') AND {_RELATIONS} GROUP BY 1",
    "grant on sequence": f"SELECT c.relname || ' to ' || {_GRANTEE}, {_PRIVILEGES} FROM pg_class c,"
    f" aclexplode(coalesce(c.relacl, acldefault('s', c.relowner))) a WHERE c.relkind = 'S' AND {_RELATIONS} GROUP BY 1",
    "grant on column": f"SELECT c.relname || '.' || t.attname || ' to ' || {_GRANTEE}, {_PRIVILEGES}"
    " FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid, aclexplode(t.attacl) a"
    f" WHERE NOT t.attisdropped AND {_RELATIONS} GROUP BY 1",
    "grant on function": f"SELECT p.oid::regprocedure || ' to ' || {_GRANTEE}, {_PRIVILEGES} FROM pg_proc p,"
    f" aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE {_FUNCTIONS} GROUP BY 1",
    "default grant": f"SELECT f.defaclobjtype::text || ' of ' || pg_get_userbyid(f.defaclrole) || ' to ' || {_GRANTEE},"
    f" {_PRIVILEGES} FROM pg_default_acl f, aclexplode(f.defaclacl) a GROUP BY 1",
    # Below 16384 are PostgreSQL's own objects.
    "comment": "SELECT i.type || ' ' || i.identity, t.description FROM pg_description t,"
    " pg_identify_object(t.classoid, t.objoid, t.objsubid) i"
    " WHERE t.objoid >= 16384 AND t.classoid <> 'pg_extension'::regclass"
    " AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = t.classoid AND e.objid = t.objoid AND e.deptype = 'e')",
}
"""What a database consists of: kind → a query for (name, definition)."""


def facts() -> list[str]:
    """What the current database consists of, one text for each thing, in order of kind and name."""
    found = []
    with connection.cursor() as cursor:
        for kind, query in QUERIES.items():
            cursor.execute(query)
            rows = sorted((str(name), str(definition)) for name, definition in cursor.fetchall())
            found += [f"{kind} {name}: {definition.strip()}" for name, definition in rows]
    return found


ROWS = {
    "applied": "SELECT app || ' ' || name FROM django_migrations ORDER BY id",
    "content type": "SELECT app_label || ' ' || model FROM django_content_type ORDER BY 1",
    "permission": "SELECT concat_ws(' ', t.app_label, t.model, p.codename, p.name)"
    " FROM auth_permission p JOIN django_content_type t ON t.id = p.content_type_id ORDER BY 1",
}
"""The rows that migrating leaves behind: kind → a query for them, in words that say the same in any database."""


def rows() -> list[str]:
    """How many rows each table of the current database has that has any, and what is in those of `ROWS`."""
    found = []
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            if count := cursor.fetchone()[0]:
                found.append(f"rows {table}: {count}")
        for kind, query in ROWS.items():
            cursor.execute(query)
            found += [f"{kind} {text}" for (text,) in cursor.fetchall()]
    return found


def as_text(found: Iterable[str]) -> str:
    """Facts one under the other; a fact's further lines are indented."""
    return "".join(re.sub(r"\n", "\n    ", fact) + "\n" for fact in found)


def from_text(text: str) -> list[str]:
    """The facts of a text that `as_text` made."""
    return [re.sub(r"\n    ", "\n", fact) for fact in re.split(r"\n(?! {4})", text) if fact]


_WORD = re.compile(r"\w+")
_MADE_UP = re.compile(
    r"\b(?:[0-9a-f]{64}|[0-9a-f]{40}|pgtrigger_\w+_[0-9a-f]{5}|\w+_[0-9a-f]{6}_idx|\w+_[0-9a-f]{8}(?:_\w+)?"
    r"|\w+_(?:pkey|key|seq|check|fkey|excl|idx\d*))\b"
)
"""Names that Django, pgtrigger or PostgreSQL make up, and the fingerprints that stand in comments."""


@dataclass(frozen=True)
class Difference:
    """What is only in one of two schemas; `paired`: made-up names of the old one → those of the new one."""

    missing: list[str]
    added: list[str]
    paired: dict[str, str]

    def __bool__(self) -> bool:
        return bool(self.missing or self.added)


def compare(before: Iterable[str], after: Iterable[str], renamed: Mapping[str, str]) -> Difference:
    """What differs apart from the renaming. A made-up name is paired only where the rest of the fact agrees."""

    def with_names(fact: str, names: Mapping[str, str]) -> str:
        return _WORD.sub(lambda word: names.get(word.group(), word.group()), fact)

    old, new = {with_names(fact, renamed) for fact in before}, set(after)
    paired: dict[str, str] = {}
    while True:
        missing, added = old - new, new - old
        if not (learned := _counterparts(missing, added, {*paired, *paired.values()})):
            return Difference(sorted(missing), sorted(added), paired)
        paired |= learned
        old = {with_names(fact, learned) for fact in old}


def _counterparts(missing: set[str], added: set[str], taken: set[str]) -> dict[str, str]:
    """Made-up names of the missing facts → those of added ones that say the same apart from them.

    A name has one counterpart: one that is `taken`, or stands on both sides, is not paired.
    """
    sides = [{name for fact in only for name in _MADE_UP.findall(fact)} for only in (missing, added)]
    fixed = (sides[0] & sides[1]) | taken

    def without_names(fact: str) -> str:
        return _MADE_UP.sub(lambda name: name.group() if name.group() in fixed else "#", fact)

    alike: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, only in enumerate((missing, added)):
        for fact in only:
            alike[without_names(fact)][side].append(fact)
    found: dict[str, str] = {}
    for was, now in alike.values():
        if len(was) == len(now) == 1:
            for one, other in zip(_MADE_UP.findall(was[0]), _MADE_UP.findall(now[0]), strict=True):
                if not {one, other} & fixed and one not in found and other not in found.values():
                    found[one] = other
    return found


def _write(database: str, *, step_by_step: bool, with_rows: bool) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from django.core.management import call_command

    new = connection.settings_dict["NAME"] = database or f"test_schema_{os.getpid()}"
    with closing(server_connection()) as server:
        if not database:
            server.execute(f"CREATE DATABASE {new}")
        try:
            begun = time.monotonic()
            call_command("migrate", interactive=False, run_syncdb=True, verbosity=0, step_by_step=step_by_step)
            print(f"Migrating took {time.monotonic() - begun:.1f} s.", file=sys.stderr)
            sys.stdout.write(as_text([*facts(), *(rows() if with_rows else [])]))
        finally:
            connection.close()
            if not database:
                server.execute(f"DROP DATABASE {new} WITH (FORCE)")


def server_connection(database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
    """A connection of one's own to the server, outside transactions, so that databases can be made and dropped."""
    kept = connection.settings_dict
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    arguments = {name: kept[key] for name, key in names.items() if kept[key]}
    return psycopg.connect(**arguments, dbname=database, autocommit=True)


def main(arguments: list[str]) -> int:
    """The command line; 1 when two schemas differ in more than names."""
    parser = argparse.ArgumentParser(prog="python -m tests.schema_text")
    parser.add_argument("--database", default="")
    parser.add_argument("--step-by-step", action="store_true")
    parser.add_argument("--rows", action="store_true")
    commands = parser.add_subparsers(dest="command")
    comparing = commands.add_parser("compare")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    comparing.add_argument("--renamed", type=Path)
    options = parser.parse_args(arguments)
    if options.command is None:
        _write(options.database, step_by_step=options.step_by_step, with_rows=options.rows)
        return 0
    before, after = (from_text(path.read_text()) for path in (options.before, options.after))
    renamed = json.loads(options.renamed.read_text()) if options.renamed else {}
    difference = compare(before, after, renamed)
    sys.stdout.write(as_text(f"- {fact}" for fact in difference.missing))
    sys.stdout.write(as_text(f"+ {fact}" for fact in difference.added))
    print(
        f"{len(before)} facts before, {len(after)} after; {len(renamed)} names given, {len(difference.paired)} made-up"
        f" names paired; {len(difference.missing)} only before, {len(difference.added)} only after."
    )
    return 1 if difference else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
