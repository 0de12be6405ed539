"""The invented city has a paper on the latest referrals that wait."""

from __future__ import annotations

import pytest

from demo.city.attachments import PAPERS, attach_papers
from demo.factories import ReferralFactory
from referrals.attachments.content import content_of
from referrals.attachments.kinds import kind_of
from referrals.models import Attachment


@pytest.mark.django_db
def test_papers_are_attached_and_are_what_they_say() -> None:
    for _ in range(3):
        ReferralFactory()
    ReferralFactory(protected=True)
    attach_papers()
    found = list(Attachment.objects.select_related("referral__person"))
    assert {one.name for one in found} == {name for name, _ in PAPERS}
    assert not any(one.referral.person.is_protected for one in found)
    assert [kind_of(content_of(one)) for one in found] == [one.kind for one in found]
