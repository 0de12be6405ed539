"""On what grounds something may be told the other side, and which of them the page of an act proposes."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from aspirants.choices import LAWFUL_BASES, DisclosureBasis, DisclosureContent
from aspirants.disclosing.consents import why_not
from aspirants.disclosing.exchange import Exchange
from aspirants.models import Consent, Disclosure
from core.swedish.dates import long_date

CONSENT_PREFIX = "CONSENT-"
"""Before the key of a consent, where a ground is a choice of a form."""


@dataclass(frozen=True)
class Grounds:
    """The choices for one disclosure: value and label; the one that is proposed; why the last one is not."""

    choices: list[tuple[str, str]]
    proposed: str
    no_longer: str


def grounds_for(exchange: Exchange, content: DisclosureContent, today: datetime.date) -> Grounds:
    """What the law gives, and each consent that carries it on a local date. Two statements.

    Proposed is what was used last between the two in the case, unless it is a consent that does not carry this.
    """
    consents = Consent.objects.filter(person=exchange.person, unit=exchange.unit, jobbtorg=exchange.jobbtorg)
    carrying = [one for one in consents.holding_on(today) if not why_not(one, exchange, content, today)]
    choices = [(basis.value, basis.label) for basis in LAWFUL_BASES]
    choices += [(f"{CONSENT_PREFIX}{one.pk}", consent_in_words(one)) for one in carrying]
    last = last_of(exchange)
    if last is None:
        return Grounds(choices, "", "")
    if last.consent is None:
        return Grounds(choices, last.basis, "")
    reason = why_not(last.consent, exchange, content, today)
    return Grounds(choices, "" if reason else f"{CONSENT_PREFIX}{last.consent.pk}", reason)


def last_of(exchange: Exchange) -> Disclosure | None:
    """What the one told the other last about the person: the same jobbtorg and the same unit, whoever there did."""
    told = Disclosure.objects.filter(person=exchange.person, direction=exchange.direction)
    if exchange.to_unit:
        told = told.filter(sending_jobbtorg=exchange.jobbtorg, recipient=exchange.unit)
    else:
        told = told.filter(sending_unit=exchange.unit, recipient_jobbtorg=exchange.jobbtorg)
    return told.select_related("consent").order_by("-disclosed_at", "-pk").first()


def consent_in_words(consent: Consent) -> str:
    """Which consent it is: "Samtycke 3 november 2026: gemensam planering …, till och med 3 maj 2027"."""
    until = f", till och med {long_date(consent.valid_to)}" if consent.valid_to else ""
    return f"Samtycke {long_date(consent.given_on)}: {consent.get_purpose_display().lower()}{until}"


def ground_in_words(disclosure: Disclosure) -> str:
    """On what ground something was told."""
    if disclosure.consent is None:
        return DisclosureBasis(disclosure.basis).label
    return f"Samtycke {long_date(disclosure.consent.given_on)} (OSL 10 kap. 1 §)"
