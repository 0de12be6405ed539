"""How a name sounds, as a key that the database computes and has an index of.

Names are written down as they are heard: Carin and Karin, Filip and Philip, Yusuf and Jusuf. The key has one letter for
each sound that is spelt in several ways, no accents and no double letters. It stands in SQL so that whatever writes a
name (a page, an import, a correction) is found by it, and many names are compared in one statement.

What stands here is run by migrations and never changed: a change is a new migration with new SQL.
"""

from __future__ import annotations

from collections.abc import Sequence

NAME_SOUND = "name_sound"
"""The SQL function: first name, last name → key."""

SPELLINGS: Sequence[tuple[str, str]] = (
    # As regular expressions, in this order. First what spells a sound with several letters.
    ("ph", "f"),
    ("(sch|sh)", "s"),
    ("(ck|ch|kh|q)", "k"),
    ("([tdgb])h", "\\1"),
    ("hv", "v"),
    ("ae", "a"),
    ("oe", "o"),
    ("x", "ks"),
    ("c(?=[eiy])", "s"),
    ("c", "k"),
    ("w", "v"),
    ("z", "s"),
    ("[yj]", "i"),
    # Then double letters, those that have just become alike among them.
    ("([a-z])\\1+", "\\1"),
)

NOT_TAKEN_APART = ("æøœıłđðŋħß", "aooildd" + "nhs")
"""Letters that Unicode does not take apart, and what they are compared as; "þ" is a "th"."""

LONGEST = 200


def _folded() -> str:
    """SQL for the names as plain lower-case letters, words one space apart."""
    text = "normalize(lower(first_name || ' ' || last_name), NFKD)"
    text = f"replace(translate({text}, '{NOT_TAKEN_APART[0]}', '{NOT_TAKEN_APART[1]}'), 'þ', 'th')"
    for pattern, instead in (("[\\u0300-\\u036f''’‘ʼ`´]", ""), ("[-‐‑‒–—\\s]+", " ")):
        text = f"regexp_replace({text}, '{pattern}', '{instead}', 'g')"
    return f"btrim({text})"


def _sounded(text: str) -> str:
    for pattern, instead in SPELLINGS:
        text = f"regexp_replace({text}, '{pattern}', '{instead}', 'g')"
    return text


CREATE_NAME_SOUND = f"""
    CREATE FUNCTION {NAME_SOUND}(first_name text, last_name text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN left({_sounded(_folded())}, {LONGEST})
"""
DROP_NAME_SOUND = f"DROP FUNCTION {NAME_SOUND}(text, text)"
