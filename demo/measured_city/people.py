"""What cannot be said in SQL: names with their keys for sorting and searching, and what is kept encrypted."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.backends.utils import CursorWrapper

from aspirants.identity import Gender, IdentityKind
from aspirants.models.identifying import search_name_of, sort_key_of
from core.encryption import cipher, encrypted, lookup_hash
from demo.identities import PHONES, fictional_number, interim_number
from demo.names import NAMES
from demo.papers import small_pdf
from referrals.attachments.content import fingerprint

NAMES_EACH = 20_000
"""How many names women and men are given from: common languages come often, as in the city."""

_LAST_WITH_MANY_NUMBERS = datetime.date(1989, 12, 31)

WORDS = {
    "subject": "Närvaro",
    "question": "Kommer personen till de tider som ni har bokat?",
    "answer": "Ja, till alla tider den här månaden.",
    "paper": "Betyg från Komvux.pdf",
    "deviation": "Uppgiften om ansökan kom först efter två påminnelser.",
    "motive": "Vill arbeta vidare.",
    "answers": "{}",
    "list": '{"shared": {}, "rows": [{"typed": {"last_name": "Berg"}, "key": "00000000-0000-0000-0000-000000000009"}]}',
}
"""What is written between the two sides and kept encrypted, by the name that asked.sql knows it by."""

_TABLES = """
CREATE UNLOGGED TABLE measured.name (gender text, n int, language text, first_name text, last_name text, sort_key text,
                                     search_name text, said_first_name text, said_last_name text);
CREATE UNLOGGED TABLE measured.phone (n int, number text);
"""


def write_names(cursor: CursorWrapper, seed: int) -> None:
    """`measured.name` and `measured.phone`."""
    cursor.execute(_TABLES)
    copy(cursor, "measured.name", _names(random.Random(seed)))  # noqa: S311  # nosec B311  # believable, not secret
    copy(cursor, "measured.phone", enumerate(PHONES))


def write_numbers(cursor: CursorWrapper) -> None:
    """`measured.identity`: the test numbers of those in `measured.person` who can have one.

    A day has ten for each gender before 1990 and one after; one more woman born that day has an interim number, the
    others none that is known. Only numbers of nobody may be used, and there are no more.
    """
    cursor.execute("CREATE UNLOGGED TABLE measured.identity (person_id bigint, kind text, number text, hash text)")
    cursor.execute(
        "SELECT id, gender, birth_date, nth_of_day FROM measured.person WHERE nth_of_day <= 10"
        " AND (birth_date <= %(last)s OR nth_of_day <= 1)",
        {"last": _LAST_WITH_MANY_NUMBERS},
    )
    copy(cursor, "measured.identity", _identities(cursor.fetchall()))


def write_words(cursor: CursorWrapper) -> None:
    """`measured.word` and `measured.paper`: what is written and sent along, as it may be stored."""
    cursor.execute("CREATE UNLOGGED TABLE measured.word (name text, sealed text)")
    copy(cursor, "measured.word", ((name, encrypted(text)) for name, text in WORDS.items()))
    cursor.execute("CREATE UNLOGGED TABLE measured.paper (fingerprint text, size int, content bytea)")
    paper = small_pdf("Betyg", "Svenska som andraspråk, kurs C", "Godkänd")
    copy(cursor, "measured.paper", [(fingerprint(paper), len(paper), cipher().encrypt(paper))])


def copy(cursor: CursorWrapper, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Write rows into a table that has just these columns."""
    with cursor.copy(f"COPY {table} FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)


def _names(chance: random.Random) -> Iterator[tuple[Any, ...]]:
    shares = [names.share for names in NAMES]
    for gender in ("K", "M"):
        for n, names in enumerate(chance.choices(NAMES, shares, k=NAMES_EACH)):
            first_name = chance.choice(names.women if gender == "K" else names.men)
            whole = {"first_name": first_name, "last_name": chance.choice(names.surnames), "call_name": ""}
            yield (
                gender,
                n,
                names.language,
                first_name,
                whole["last_name"],
                sort_key_of(whole),
                search_name_of(whole),
                encrypted(first_name),
                encrypted(whole["last_name"]),
            )


def _identities(persons: Iterable[tuple[int, Gender, datetime.date, int]]) -> Iterator[tuple[Any, ...]]:
    for person, gender, birth_date, nth in persons:
        if nth < (10 if birth_date <= _LAST_WITH_MANY_NUMBERS else 1):
            kind, number = IdentityKind.PERSONNUMMER, fictional_number(birth_date, gender, nth)
        elif gender == "K":
            kind, number = IdentityKind.INTERIM, interim_number(birth_date)
        else:
            continue
        yield person, kind.value, encrypted(number), lookup_hash(number)
