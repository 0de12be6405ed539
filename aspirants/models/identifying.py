"""What each field of a person tells about who the person is: the one list of identifying fields.

Search, Historik, the removal of contact details, the factories and the checks of the test run are built from it. Every
field of Person stands here once; `tests/aspirants/test_identifying.py` names one that is missing, and what a new
identifying field still needs elsewhere (docs/changing.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from core.swedish.names import search_form, swedish_sort_key


class Identifies(Enum):
    """How a field identifies, and what follows from it.

    | | searched by | never in logs, letters, tasks | in Historik | at skyddad folkbokföring |
    |---|---|---|---|---|
    | NAME | parts of it, spelt alike | the whole name | shown | kept |
    | NUMBER | exactly, by its keyed hash | the number | only that it changed | kept |
    | PHONE | exactly, by its key; never the protected | the number | of the protected that it changed | removed |
    | EMAIL, ADDRESS | not at all | the address | of the protected that it changed | removed |
    | KEY_OF_NAME, KEY_OF_NUMBER | they are what is searched | | not kept, not told | kept |
    | KEY_OF_PHONE | it is what is searched | | not kept, not told | removed with the number it is made of |
    | NOTHING | | | shown | kept |

    The statistics' database role is granted none of them but NOTHING.
    """

    NAME = "a part of the name"
    NUMBER = "the identity number"
    PHONE = "a telephone number"
    EMAIL = "an e-mail address"
    ADDRESS = "a postal address"
    KEY_OF_NAME = "what the name is sorted or found by"
    KEY_OF_NUMBER = "what the number is found by"
    KEY_OF_PHONE = "what the telephone number is found by"
    NOTHING = "does not identify by itself"


PERSON_FIELDS: Mapping[str, Identifies] = {
    "id": Identifies.NOTHING,
    "identity_kind": Identifies.NOTHING,
    "identity_no": Identifies.NUMBER,
    "identity_hash": Identifies.KEY_OF_NUMBER,
    "birth_date": Identifies.NOTHING,
    "birth_year": Identifies.NOTHING,
    "gender": Identifies.NOTHING,
    "first_name": Identifies.NAME,
    "last_name": Identifies.NAME,
    "call_name": Identifies.NAME,
    "sort_key": Identifies.KEY_OF_NAME,
    "search_name": Identifies.KEY_OF_NAME,
    "phone": Identifies.PHONE,
    "phone_key": Identifies.KEY_OF_PHONE,
    "email": Identifies.EMAIL,
    "home_address": Identifies.ADDRESS,
    "language": Identifies.NOTHING,
    "interpreter_needed": Identifies.NOTHING,
    "protection": Identifies.NOTHING,
    # Its form refuses telephone numbers and addresses.
    "agreed_channel": Identifies.NOTHING,
    "deceased_on": Identifies.NOTHING,
    "created_at": Identifies.NOTHING,
    "joined_into": Identifies.NOTHING,
}


def fields_that_are(*kinds: Identifies) -> tuple[str, ...]:
    """The fields of Person of some kinds, in the model's order."""
    return tuple(field for field, kind in PERSON_FIELDS.items() if kind in kinds)


NAMES = fields_that_are(Identifies.NAME)
NUMBERS = fields_that_are(Identifies.NUMBER)
CONTACT = fields_that_are(Identifies.PHONE, Identifies.EMAIL, Identifies.ADDRESS)
NAME_KEYS = fields_that_are(Identifies.KEY_OF_NAME)
NUMBER_KEYS = fields_that_are(Identifies.KEY_OF_NUMBER)
PHONE_KEYS = fields_that_are(Identifies.KEY_OF_PHONE)

LONGEST_KEY = 250
"""Characters of a name's keys; longer ones are cut."""


def sort_key_of(names: Mapping[str, str]) -> str:
    """What persons are sorted by: last name, first name, then any other part. `names`: by field."""
    others = [field for field in NAMES if field not in ("last_name", "first_name")]
    return swedish_sort_key(" ".join(names[field] for field in ("last_name", "first_name", *others)))[:LONGEST_KEY]


def search_name_of(names: Mapping[str, str]) -> str:
    """What a search for a name looks in: every part of it. `names`: by field."""
    return search_form(" ".join(names[field] for field in NAMES))[:LONGEST_KEY]
