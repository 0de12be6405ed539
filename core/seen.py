"""What a page showed of the thing an act is about. The act applies to that, and to nothing else.

A page that offers an act carries what it showed in a signed hidden field. The operation compares it, under the lock of
the row, with what stands now. Where they differ nothing happens, and the page shows both (docs/decisions/069).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest

from core.refusals import OperationRefused

FIELD = "seen"
"""The name of the hidden field."""

SALT = "jobbtorg.seen"

CHANGED = "Uppgifterna har ändrats sedan du öppnade sidan. Ingenting är sparat."


@dataclass(frozen=True)
class Seen:
    """A thing as it was shown: its key, and what was said of it as labels and values in the words of the screen.

    Each label occurs once. The values stand on the page that carries them, so the field tells its reader nothing new.
    """

    key: str
    facts: tuple[tuple[str, str], ...]

    def token(self) -> str:
        """The value of the hidden field: signed, since the page shows it again."""
        return signing.dumps([self.key, self.facts], salt=SALT, compress=True)

    @classmethod
    def from_token(cls, token: str) -> Seen:
        """What the page showed; NOTHING for a field that is missing or was not written here."""
        try:
            key, facts = signing.loads(token, salt=SALT)
        except signing.BadSignature:
            return NOTHING
        return cls(key, tuple((label, value) for label, value in facts))


NOTHING = Seen("", ())
"""Nothing was shown. It equals no state of anything, so every act on it is refused."""


def seen_in(request: HttpRequest) -> Seen:
    """What the page showed from which the request was sent."""
    return Seen.from_token(request.POST.get(FIELD, ""))


def facts_of(rows: Iterable[tuple[str, object]]) -> tuple[tuple[str, str], ...]:
    """Labels and values as text; rows without a value are left out."""
    return tuple((label, str(value)) for label, value in rows if value not in (None, ""))


@dataclass(frozen=True)
class Compared:
    """One label with its value on the page and its value now; "" where it was not there."""

    label: str
    then: str
    now: str

    @property
    def differs(self) -> bool:
        return self.then != self.now


class ChangedMeanwhileError(OperationRefused):
    """The thing is not, or not any more, what the page showed. Carries both states."""

    def __init__(self, seen: Seen, now: Seen) -> None:
        super().__init__(CHANGED)
        self.seen = seen
        self.now = now

    def rows(self) -> Iterator[Compared]:
        """Both states side by side: what stands now in its order, then what is no longer there."""
        then, now = dict(self.seen.facts), dict(self.now.facts)
        for label in dict.fromkeys([*now, *then]):
            yield Compared(label, then.get(label, ""), now.get(label, ""))


def require_seen(seen: Seen, now: Seen) -> None:
    """Raise ChangedMeanwhileError unless what was shown is what stands now. Call it after the row is locked."""
    if seen != now:
        raise ChangedMeanwhileError(seen, now)
