"""The filters of the sender's list. They travel in the address, so they hold nothing about a person."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q

from organisation.lists.filters import ORDER, ListFilter
from organisation.models import User
from referrals.choices import ReferralStatus
from referrals.models import Referral
from referrals.sender.lists.situations import ORDER_KEYS, OTHERS, situations
from referrals.sender.status_texts import CLOSED, PLAN_TOLD

ENROLLED = Q(status=ReferralStatus.ENROLLED)
STATUSES = {
    "inskickade": (ReferralStatus.SUBMITTED.label, Q(status=ReferralStatus.SUBMITTED)),
    "kompletteras": (ReferralStatus.INCOMPLETE.label, Q(status=ReferralStatus.INCOMPLETE)),
    "mottagna": (ReferralStatus.ACCEPTED.label, Q(status=ReferralStatus.ACCEPTED)),
    "inskrivna": (ReferralStatus.ENROLLED.label, ENROLLED & Q(is_unsettled=True) & Q(is_plan_told=False)),
    "plan": (PLAN_TOLD.label, ENROLLED & Q(is_unsettled=True) & Q(is_plan_told=True)),
    "avslutade": (CLOSED.label, ENROLLED & Q(is_unsettled=False)),
    "avbojda": (ReferralStatus.DECLINED.label, Q(status=ReferralStatus.DECLINED)),
    "aterkallade": (ReferralStatus.WITHDRAWN.label, Q(status=ReferralStatus.WITHDRAWN)),
    "forfallna": (ReferralStatus.LAPSED.label, Q(status=ReferralStatus.LAPSED)),
}
"""What the sender's pages show as the status (`status_for_sender`): its words, and which referrals have it."""


class SentFilter(ListFilter):
    """Which of the unit's referrals are in the list."""

    vem = django_filters.ChoiceFilter(
        label="Skickade av", method="by_sender", empty_label="Hela enheten", choices=[("mina", "Mig")]
    )
    status = django_filters.ChoiceFilter(
        label="Status",
        method="by_status",
        empty_label="Alla",
        choices=[(key, label) for key, (label, _) in STATUSES.items()],
    )

    class Meta:
        model = Referral
        fields: list[str] = []

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user
        chips = frozenset({OTHERS, *(one.key for one in situations())})
        self.also = {ORDER: ORDER_KEYS, "visa": chips}

    def by_sender(self, referrals: Any, name: str, value: str) -> Any:
        return referrals.filter(sent_by=self._user)

    def by_status(self, referrals: Any, name: str, value: str) -> Any:
        return referrals.filter(STATUSES[value][1])
