"""Swedish order and forgiving search for names, as plain text keys that a database can store and index."""

import unicodedata

from core.swedish.pasted import FORMAT

_DIGIT, _END_OF_ALPHABET = "1", "z"
# Letters after z, and those that Unicode does not take apart. Svenska Akademien: ü is filed as y, æ as ä, ø as ö.
_FILED_AS = {"å": "z1", "ä": "z2", "æ": "z2", "ö": "z3", "ø": "z3", "œ": "z3", "ő": "z3", "ü": "y", "ű": "y"}
_PLAIN = {"æ": "a", "ø": "o", "œ": "o", "ı": "i", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ŋ": "n", "ħ": "h"}
_APOSTROPHES = "'’‘ʼ`"
_HYPHENS = "-‐‑‒–—"


def swedish_sort_key(text: str) -> str:
    """A key whose order, byte by byte, is the Swedish order of the texts: a–z, å, ä, ö, a space before any letter.

    Upper and lower case, accents (é as e), hyphens and apostrophes make no difference. The key has only the characters
    0–9 and a–z, so that it sorts alike under every collation of a database. Each letter becomes a code, none the
    beginning of another: a–y themselves, z "z0", å "z1", ä "z2", ö "z3", other scripts "z9" and a number; a digit "1"
    and itself; a space "0".
    """
    return "0".join("".join(map(_code, word)) for word in _lower(text).split())


def search_form(text: str) -> str:
    """The text as it is compared in a search: lower case, every Latin letter as plain a–z, words one space apart.

    The query takes the same form, so "Åsa", "åsa" and "asa" all find Åsa, "Yilmaz" finds Yılmaz, and "Ann Marie" finds
    Ann-Marie. Apostrophes vanish, and so does what shows nothing (core.swedish.pasted). Letters of other scripts
    stay as they are.
    """
    seen = (c for c in _lower(text) if c not in _APOSTROPHES and unicodedata.category(c) != FORMAT)
    letters = "".join(" " if c in _HYPHENS else c for c in seen)
    return " ".join("".join(map(_plain, letters)).split())


def _lower(text: str) -> str:
    """Lower case, with letter and accent as one character and typographic variants as the plain character."""
    compatible = unicodedata.normalize("NFKC", text.replace("´", "'"))  # else the loose accent became a space
    return unicodedata.normalize("NFKC", compatible.casefold())


def _code(character: str) -> str:
    if character in _FILED_AS:
        return _FILED_AS[character]
    return "".join(map(_plain_code, _plain(character)))


def _plain_code(character: str) -> str:
    if character == "z":
        return _END_OF_ALPHABET + "0"
    if not character.isalnum():
        return ""
    if not character.isascii():
        return f"{_END_OF_ALPHABET}9{ord(character):06x}"
    return _DIGIT + character if character.isdigit() else character


def _plain(character: str) -> str:
    """The character without accents, as one or more characters of its script."""
    if character in _PLAIN:
        return _PLAIN[character]
    return "".join(part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part))
