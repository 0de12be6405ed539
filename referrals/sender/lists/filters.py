"""The filters of the sender's list. They travel in the address, so they hold nothing about a person."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils import timezone

from organisation.lists.filters import ORDER, ListFilter
from organisation.models import User
from referrals.choices import ReferralStatus
from referrals.models import Referral
from referrals.sender.lists.situations import ORDER_KEYS, OTHERS, situations

STATUSES = {
    "inskickade": ReferralStatus.SUBMITTED,
    "kompletteras": ReferralStatus.INCOMPLETE,
    "mottagna": ReferralStatus.ACCEPTED,
    "inskrivna": ReferralStatus.ENROLLED,
    "avbojda": ReferralStatus.DECLINED,
    "aterkallade": ReferralStatus.WITHDRAWN,
    "forfallna": ReferralStatus.LAPSED,
}


class SentFilter(ListFilter):
    """Which of the unit's referrals are in the list."""

    vem = django_filters.ChoiceFilter(
        label="Skickade av", method="by_sender", empty_label="Hela enheten", choices=[("mina", "Mig")]
    )
    status = django_filters.ChoiceFilter(
        label="Status",
        method="by_status",
        empty_label="Alla",
        choices=[(key, status.label) for key, status in STATUSES.items()],
    )

    class Meta:
        model = Referral
        fields: list[str] = []

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user
        chips = frozenset({OTHERS, *(one.key for one in situations(timezone.localdate()))})
        self.also = {ORDER: ORDER_KEYS, "visa": chips}

    def by_sender(self, referrals: Any, name: str, value: str) -> Any:
        return referrals.filter(sent_by=self._user)

    def by_status(self, referrals: Any, name: str, value: str) -> Any:
        return referrals.filter(status=STATUSES[value])
