"""A paper or two that was sent with a referral."""

from __future__ import annotations

from demo.factories import AttachmentFactory
from demo.papers import small_pdf
from referrals.choices import WAITING
from referrals.models import Referral

PAPERS = (
    ("Betyg från Komvux.pdf", ("Betyg", "Svenska som andraspråk, kurs C", "Godkänd")),
    ("Intyg om kurs i städning.pdf", ("Kursintyg", "Städning och hygien, 40 timmar", "Genomförd")),
)


def attach_papers() -> None:
    """One each to the two latest referrals that wait, of persons who are not protected."""
    waiting = Referral.objects.filter(status__in=WAITING, person__protection="NONE").order_by("-submitted_at", "-pk")
    for referral, (name, lines) in zip(waiting[: len(PAPERS)], PAPERS, strict=False):
        sent_at = referral.submitted_at
        AttachmentFactory(referral=referral, name=name, content=small_pdf(*lines), added_at=sent_at)
