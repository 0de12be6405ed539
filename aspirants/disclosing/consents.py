"""Which consents a disclosure may rest on, and why one does not do."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from aspirants.choices import ConsentPurpose, DisclosureContent
from aspirants.disclosing.exchange import Exchange
from aspirants.models import Consent
from core.swedish.dates import long_date

PURPOSES: Mapping[DisclosureContent, frozenset[ConsentPurpose]] = {
    DisclosureContent.JOB_PLAN: frozenset(ConsentPurpose),
    DisclosureContent.ATTENDANCE: frozenset({ConsentPurpose.BENEFIT}),
    DisclosureContent.DECLINED_OFFER: frozenset({ConsentPurpose.BENEFIT}),
    DisclosureContent.FOLLOW_UP: frozenset(ConsentPurpose),
    DisclosureContent.MESSAGE: frozenset(ConsentPurpose),
    DisclosureContent.TRANSFER: frozenset({ConsentPurpose.PLANNING}),
    DisclosureContent.CLOSURE: frozenset(ConsentPurpose),
    DisclosureContent.REOPENED: frozenset(ConsentPurpose),
}
"""For what each kind of information is told. Joint planning needs no account of who came and who declined a job."""

ANOTHER = "Välj en annan grund, eller ta in ett nytt samtycke."


def why_not(consent: Consent, exchange: Exchange, content: DisclosureContent, today: datetime.date) -> str:
    """Why a consent does not carry a disclosure on a local date, as one Swedish sentence and what to do; "" if it does.

    It carries what it names, between the two sides it names, whichever of them tells the other.
    """
    if consent.withdrawn_on is not None:
        return f"Samtycket återkallades {long_date(consent.withdrawn_on)}. {ANOTHER}"
    if consent.valid_to is not None and consent.valid_to < today:
        return f"Samtycket gällde till och med {long_date(consent.valid_to)}. {ANOTHER}"
    if consent.given_on > today:
        return f"Samtycket gäller först från {long_date(consent.given_on)}. {ANOTHER}"
    if consent.person_id != exchange.person.pk:
        return f"Samtycket gäller en annan person. {ANOTHER}"
    if (consent.unit_id, consent.jobbtorg_id) != (exchange.unit.pk, exchange.jobbtorg.pk):
        return f"Samtycket gäller inte mellan {exchange.jobbtorg} och {exchange.unit}. {ANOTHER}"
    if content not in consent.kinds:
        return f"Samtycket omfattar inte uppgifterna ({content.label.lower()}). {ANOTHER}"
    if consent.purpose not in PURPOSES[content]:
        return f"Samtycket gäller ett annat ändamål: {consent.get_purpose_display().lower()}. {ANOTHER}"
    return ""
