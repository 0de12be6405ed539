"""The field that asks on what ground something is told the other side: one choice, the last one proposed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from aspirants.choices import LAWFUL_BASES, DisclosureBasis, DisclosureContent
from aspirants.disclosing.exchange import Exchange, to_unit_of
from aspirants.disclosing.grounds import CONSENT_PREFIX, grounds_for
from aspirants.models import Consent, Enrolment
from aspirants.operations.disclosing import CONSENT_GONE, Ground

CHOOSE = "Välj rättslig grund."


class GroundField(forms.ChoiceField):
    """A provision of the law, or a consent; cleaned to what `disclose` takes, None where nothing was chosen.

    A consent that has ended since the page was shown comes through: the operation says why it carries nothing now.
    """

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        facts = {
            "choices": [(basis.value, basis.label) for basis in LAWFUL_BASES],
            "error_messages": {"required": CHOOSE, "invalid_choice": CHOOSE},
        }
        super().__init__(**{**facts, **kwargs})
        self.exchange: Exchange | None = None

    def offer(self, exchange: Exchange, content: DisclosureContent, sent: str = "") -> None:
        """Show the grounds for telling this, the proposed one chosen, and say why the last one is not.

        Where a consent was `sent` in as the ground, what there is to say of it stands at the field as its fault.
        """
        found = grounds_for(exchange, content, timezone.localdate())
        self.exchange = exchange
        self.choices = found.choices
        self.initial = found.proposed
        if not sent.startswith(CONSENT_PREFIX):
            self.help_text = found.no_longer or self.help_text

    def valid_value(self, value: Any) -> bool:
        return super().valid_value(value) or (self.exchange is not None and str(value).startswith(CONSENT_PREFIX))

    def clean(self, value: Any) -> Ground | None:
        chosen = super().clean(value)
        if not chosen:
            return None
        if not chosen.startswith(CONSENT_PREFIX):
            return DisclosureBasis(chosen)
        key = chosen.removeprefix(CONSENT_PREFIX)
        assert self.exchange is not None, "a consent is a choice of an exchange only"
        consents = Consent.objects.filter(person=self.exchange.person)
        consent = consents.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 18 else None
        if consent is None:
            raise ValidationError(CONSENT_GONE, code="invalid_choice")
        return consent


def offer_grounds(form: forms.BaseForm, enrolment: Enrolment, content: DisclosureContent) -> None:
    """Let the form's field "basis" offer the grounds for telling the case's income support unit something."""
    field = form.fields.get("basis")
    if isinstance(field, GroundField) and enrolment.income_support_unit is not None:
        field.offer(to_unit_of(enrolment), content, str(form.data.get(form.add_prefix("basis"), "")))
