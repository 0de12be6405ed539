"""The rule: when two records are alike enough to ask whether they are about one person.

They are alike where
- the names sound the same, also with first and last name changed about, and the year of birth is the same; or
- the names are one sound or letter apart, and the day of birth is the same; or the year, where one of the two has only
  that.

Of somebody of whom not even the year of birth is known nobody is said to be alike. A record that has been joined into
another is like nobody, and a protected person is on neither side, ever.

The rule is SQL, because it is asked by the database's own function (`referrals/likeness.py` says who is shown what),
about many rows at once and by indexes.
"""

from __future__ import annotations

from aspirants.choices import Protection
from aspirants.likeness.sound import NAME_SOUND

FURTHEST = 1
"""So many letters of the sound of two names may differ."""


def year_of(born: str, born_year: str) -> str:
    """SQL for the year of birth: of the day where it is known."""
    return f"COALESCE(EXTRACT(YEAR FROM {born})::int, {born_year}::int)"


def alike(row: str, *, first_name: str, last_name: str, born: str, born_year: str, row_year: str = "NULL") -> str:
    """SQL: the person in the row `row` (of aspirants_person) may be the one who is described by the other expressions.

    Names, day and year of birth are SQL expressions; a day or year that is not known is NULL. `row_year`: the column
    that has the year of those of whom no day is known.
    """
    year = year_of(born, born_year)
    here = f"{row}.birth_date BETWEEN make_date({year}, 1, 1) AND make_date({year}, 12, 31)"
    same_year = f"({here} OR ({row}.birth_date IS NULL AND {row_year} = {year}))"
    same_day = f"({row}.birth_date = {born} OR (({born} IS NULL OR {row}.birth_date IS NULL) AND {same_year}))"
    key, turned = f"{NAME_SOUND}({first_name}, {last_name})", f"{NAME_SOUND}({last_name}, {first_name})"
    # The index holds the key as the columns are: as varchar, cast to text.
    theirs = f"{NAME_SOUND}({row}.first_name, {row}.last_name)"
    sounds = f"{theirs} IN ({key}, {turned})"
    near = f"levenshtein_less_equal({theirs}, {key}, {FURTHEST}) <= {FURTHEST}"
    return (
        f"({row}.protection = '{Protection.NONE.value}' AND {row}.joined_into_id IS NULL"
        f" AND (({sounds} AND {same_year}) OR ({same_day} AND {near})))"
    )
