"""How much of a file is read, and the one error that says why a file cannot be read as a list."""

from __future__ import annotations

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 500
MAX_LINE_CHARACTERS = 1_000_000
HEAD_BYTES = 256 * 1024
"""So much of a file is looked at before it is read."""

EMPTY = "Filen är tom. Välj en fil med en rubrikrad och minst en rad under den."
TOO_LARGE = "Filen är större än 20 MB. Dela upp den i flera filer."
TOO_LONG = "Filen har fler än 200 000 rader. Dela upp den i flera filer."
TOO_WIDE = f"Filen har fler än {MAX_COLUMNS} kolumner. Ta bort dem som inte behövs och välj filen igen."
TOO_SLOW = "Filen tar för lång tid att läsa. Dela upp den i flera filer."
DAMAGED = (
    "Filen går inte att läsa. Den kan vara skadad eller för stor. Öppna den i Excel, spara den på nytt som xlsx och "
    "välj den filen."
)
UNPACKS_TOO_LARGE = "Filen blir för stor när den packas upp. Kopiera listan till en ny arbetsbok och välj den filen."
IS_LOCKED = "Filen är skyddad med lösenord. Ta bort lösenordet i Excel, spara filen och välj den igen."
HAS_MACROS = "Filen innehåller makron. Spara listan som xlsx utan makron och välj den filen."
HAS_LINKS = "Filen har länkar till andra filer. Kopiera listan och klistra in bara värdena i en ny arbetsbok."
HAS_ENTITIES = "Filen innehåller XML som en lista inte har. Öppna den i Excel, spara den på nytt och välj den filen."
NO_TEXT = "Filen är ingen textfil. Spara listan som xlsx eller CSV i Excel och välj den filen."


class UnreadableFileError(Exception):
    """The file cannot be read as a list. `message` is one Swedish sentence for the person who chose it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def another_kind(what: str) -> UnreadableFileError:
    """The error for a file of a known kind that holds no list; `what` is Swedish with its article."""
    return UnreadableFileError(f"Det här är {what}. Spara listan som xlsx eller CSV och välj den filen.")


def too_much_text(number: int) -> UnreadableFileError:
    """The error for a row that holds more than a million characters."""
    return UnreadableFileError(f"Rad {number} innehåller för mycket text. Korta den och välj filen igen.")
