"""Attachments of referrals."""

from __future__ import annotations

from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from demo.factories.referrals.sent import ReferralFactory
from demo.papers import small_pdf
from referrals.attachments.content import fingerprint, store
from referrals.models import Attachment, AttachmentKind


class AttachmentFactory(DjangoModelFactory[Attachment]):
    """A small PDF that was sent with a referral; `content=` for another file of the same kind.

    Traits: `loose` (added to a completion that is not sent), `hidden` (after it was sent). Give `draft` for one of a
    draft.
    """

    class Meta:
        model = Attachment
        skip_postgeneration_save = True

    class Params:
        loose = factory.Trait(sent_at=None)
        hidden = factory.Trait(
            hidden_at=factory.LazyFunction(timezone.now),
            hidden_by=factory.SelfAttribute("added_by"),
            hidden_reason="Fel fil.",
        )

    content = factory.Sequence(lambda number: small_pdf("Betyg", f"Intyg om studier, blad {number}"))
    draft = None
    referral = factory.Maybe("draft", None, factory.SubFactory(ReferralFactory))
    number = factory.LazyAttribute(lambda made: _next_number(made))
    kind = AttachmentKind.PDF
    name = "Betyg från Komvux.pdf"
    size = factory.LazyAttribute(lambda made: len(made.content))
    fingerprint = factory.LazyAttribute(lambda made: fingerprint(made.content))
    added_by = factory.LazyAttribute(lambda made: made.draft.author if made.draft else made.referral.sent_by)
    added_at = factory.LazyFunction(timezone.now)
    sent_at = factory.LazyAttribute(lambda made: None if made.draft else made.added_at)

    @classmethod
    def _create(cls, model_class: type[Attachment], *args: Any, **kwargs: Any) -> Attachment:
        content = kwargs.pop("content")
        made: Attachment = super()._create(model_class, *args, **kwargs)
        store(made, content)
        return made


def _next_number(made: Any) -> int:
    return Attachment.objects.filter(draft=made.draft, referral=made.referral).count() + 1
