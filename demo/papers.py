"""Small documents that somebody might attach, and attachments of referrals."""

from __future__ import annotations

from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from demo.factories.referrals import ReferralFactory
from referrals.attachments.content import fingerprint, store
from referrals.models import Attachment, AttachmentKind


def small_pdf(*lines: str) -> bytes:
    """A document of one page with these lines."""
    written = "".join(f"({_escaped(line)}) Tj 0 -18 Td " for line in lines)
    text = f"BT /F1 12 Tf 56 780 Td {written}ET".encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    content, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(content))
    return content + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (len(objects) + 1, table, end)


def _escaped(line: str) -> str:
    return "".join(f"\\{one}" if one in "()\\" else one for one in line)


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
