"""What a new draft proposes: what the sender's last referral, or the one just sent, said of the errand.

Never anything that tells persons apart: no number, name, date, telephone, language, child, target group, purpose, nor
whether the person can work; nor a consent, which one person has given and nobody else.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from aspirants.choices import DisclosureBasis
from organisation.models import User
from referrals.models import Referral

PROPOSED = ("jobbtorg", "benefit_kind", "benefit_reason", "basis")
"""Questions that have to be answered, and that a sender answers alike from one referral to the next."""

REFERRAL = "referral"
"""Under this key the proposals say from which referral they are."""


def proposals_for(user: User, like: int | None = None) -> dict[str, str]:
    """What a new draft of the user proposes, by field and as a form has it; empty before the first referral.

    `like`: the key of a referral to go by, where it is one of the user's unit; else it is the user's last one.
    """
    sent = Referral.objects.visible_to(user).order_by("-submitted_at", "-pk")
    rows = sent.values("number", *PROPOSED)
    found = rows.filter(pk=like).first() if like else None
    found = found or rows.filter(sent_by=user).first()
    if found is None:
        return {}
    said = {name: str(found[name]) for name in PROPOSED if found[name]}
    if said.get("basis") == DisclosureBasis.CONSENT:
        del said["basis"]
    return {REFERRAL: found["number"], **said}


def still_offered(form: forms.Form, proposals: dict[str, str]) -> dict[str, Any]:
    """The proposals that the form's fields take today: a jobbtorg that has closed meanwhile is not proposed."""
    taken = {}
    for name in PROPOSED:
        if name in proposals and name in form.fields:
            try:
                form.fields[name].clean(proposals[name])
            except ValidationError:
                continue
            taken[name] = proposals[name]
    return taken
