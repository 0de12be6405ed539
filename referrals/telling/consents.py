"""The consents of a case, as its page lists them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from aspirants.models import Consent
from core.swedish.dates import long_date

SOON = 30
"""Days before its end that a consent is said to end soon."""


@dataclass(frozen=True)
class ConsentRow:
    """One consent: for what, about what, how it stands today, and whether it can be withdrawn."""

    number: int
    purpose: str
    kinds: str
    given: str
    note: str
    state: str
    color: str
    is_open: bool


def consent_rows(consents: list[Consent], today: datetime.date) -> list[ConsentRow]:
    """Consents of a case, in the order in which they were registered, on a local date: those that hold first."""
    rows = [_row(one, number, today) for number, one in enumerate(consents, start=1)]
    return sorted(rows, key=lambda one: not one.is_open)


def _row(consent: Consent, number: int, today: datetime.date) -> ConsentRow:
    state, color = state_of(consent, today)
    return ConsentRow(
        number=number,
        purpose=consent.get_purpose_display(),
        kinds=", ".join(label.lower() for label in consent.kind_labels),
        given=f"{long_date(consent.given_on)}, {consent.get_form_display().lower()}, taget av {consent.taken_by}",
        note=consent.note,
        state=state,
        color=color,
        is_open=consent.holds_on(today),
    )


def state_of(consent: Consent, today: datetime.date) -> tuple[str, str]:
    """How a consent stands on a local date, in words, and the colour of its tag."""
    if consent.withdrawn_on is not None:
        return f"Återkallat {long_date(consent.withdrawn_on)}", "neutral"
    if consent.valid_to is None:
        return "Gäller tills det återkallas", "success"
    if consent.valid_to < today:
        return f"Gällde till och med {long_date(consent.valid_to)}", "neutral"
    ends_soon = consent.valid_to <= today + datetime.timedelta(days=SOON)
    return f"Gäller till och med {long_date(consent.valid_to)}", "warning" if ends_soon else "success"
