"""The second lock on attachments: what each database role is shown and may write, without a page before it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction
from django.utils import timezone

from demo.factories import (
    AttachmentFactory,
    EnrolmentFactory,
    OpeningFactory,
    ReferralDraftFactory,
    ReferralFactory,
    UserFactory,
)
from organisation.access.acting import acting_for
from organisation.access.database_roles import IMPORTER, REPORTS, STADSDEL, WEB
from organisation.models import User
from referrals.attachments.content import content_of
from referrals.models import Attachment, AttachmentPart, Referral
from tests.roles import as_role

pytestmark = pytest.mark.django_db

NOTHING: tuple[set[str], int] = (set(), 0)


@pytest.fixture
def sender() -> User:
    return UserFactory(caseworker=True)


@pytest.fixture
def referral(sender: User) -> Referral:
    made: Referral = ReferralFactory(unit=sender.income_support_unit, sent_by=sender, incomplete=True)
    return made


@pytest.fixture(autouse=True)
def _attachments(sender: User, referral: Referral) -> None:
    """Of the sender's draft and referral, and as many of somebody else's."""
    AttachmentFactory(referral=referral, name="skickad.pdf")
    AttachmentFactory(referral=referral, name="dold.pdf", hidden=True)
    AttachmentFactory(referral=referral, name="komplettering.pdf", loose=True)
    AttachmentFactory(draft=ReferralDraftFactory(author=sender), name="utkast.pdf")
    AttachmentFactory(draft=ReferralDraftFactory(), name="annans.pdf")
    AttachmentFactory(name="annan enhet.pdf")


def seen_by(user: User, role: str) -> tuple[set[str], int]:
    """The names of the attachments that the database shows, and how many contents."""
    with as_role(role), acting_for(user):
        return {one.name for one in Attachment.objects.all()}, AttachmentPart.objects.count()


def test_the_sender_sees_its_own(sender: User) -> None:
    names = {"skickad.pdf", "dold.pdf", "komplettering.pdf", "utkast.pdf"}
    assert seen_by(sender, STADSDEL) == (names, 3), "all but the content of what is hidden"


def test_a_colleague_sees_the_units_and_no_draft(sender: User) -> None:
    colleague = UserFactory(caseworker=True, income_support_unit=sender.income_support_unit)
    assert seen_by(colleague, STADSDEL) == ({"skickad.pdf", "dold.pdf", "komplettering.pdf"}, 2)


def test_another_unit_sees_nothing() -> None:
    assert seen_by(UserFactory(caseworker=True), STADSDEL) == NOTHING


def test_the_jobbtorg_sees_what_was_sent_to_it_and_no_other_does(referral: Referral) -> None:
    assert seen_by(UserFactory(coach=True, jobbtorg=referral.jobbtorg), WEB) == ({"skickad.pdf", "dold.pdf"}, 1)
    assert seen_by(UserFactory(coach=True), WEB) == NOTHING


def test_of_a_protected_person_who_sent_it_and_the_appointed(sender: User, referral: Referral) -> None:
    referral.person.protection = "SEKRETESSMARKERING"
    referral.person.save()
    colleague = UserFactory(caseworker=True, income_support_unit=sender.income_support_unit)
    coach, appointed = (
        UserFactory(coach=True, jobbtorg=referral.jobbtorg, protected_access=access) for access in (False, True)
    )
    assert seen_by(colleague, STADSDEL) == NOTHING
    assert seen_by(coach, WEB) == NOTHING
    assert seen_by(appointed, WEB) == ({"skickad.pdf", "dold.pdf"}, 1)
    assert "skickad.pdf" in seen_by(sender, STADSDEL)[0]


def test_whoever_reads_a_case_elsewhere_sees_that_there_are_some_and_opens_none() -> None:
    case = EnrolmentFactory(coach=UserFactory(coach=True))
    AttachmentFactory(referral=ReferralFactory(enrolled=True, enrolment=case), name="i ärendet.pdf")
    assert seen_by(case.coach, WEB) == ({"i ärendet.pdf"}, 1)
    stranger = UserFactory(coach=True)
    OpeningFactory(user=stranger, person=case.person)
    assert seen_by(stranger, WEB) == ({"i ärendet.pdf"}, 0)


@pytest.mark.parametrize("role", [REPORTS, IMPORTER])
def test_nobody_else_reads_any(sender: User, role: str) -> None:
    for model in (Attachment, AttachmentPart):
        try:
            with as_role(role), transaction.atomic():
                assert model._default_manager.count() == 0
        except ProgrammingError:
            continue


def _named(name: str) -> Attachment:
    return next(one for one in Attachment.objects.all() if one.name == name)


def refused(user: User, role: str, write: Any) -> bool:
    """Whether the database refuses the write, or finds no row for it."""
    try:
        with as_role(role), acting_for(user), transaction.atomic():
            return not write()
    except (ProgrammingError, InternalError):
        return True


def test_what_was_sent_is_neither_changed_nor_removed_nor_shown_again(sender: User, referral: Referral) -> None:
    sent, hidden = _named("skickad.pdf"), _named("dold.pdf")
    rows = Attachment.objects.filter
    assert refused(sender, STADSDEL, lambda: rows(pk=sent.pk).update(size=1))
    assert refused(sender, STADSDEL, lambda: rows(pk=sent.pk).update(sent_at=None))
    assert refused(sender, STADSDEL, lambda: rows(pk=hidden.pk).update(hidden_reason="Annat."))
    for one in (sent, hidden):
        assert refused(sender, STADSDEL, lambda one=one: rows(pk=one.pk)._raw_delete("default"))
        parts = AttachmentPart.objects.filter(attachment=one)
        assert refused(sender, STADSDEL, lambda parts=parts: parts._raw_delete("default"))
        assert refused(sender, STADSDEL, lambda parts=parts: parts.update(number=7))
    coach = UserFactory(coach=True, jobbtorg=referral.jobbtorg)
    assert refused(coach, WEB, lambda: rows(pk=sent.pk).update(hidden_at=timezone.now()))


def test_nothing_is_added_to_what_is_somebody_elses(sender: User, referral: Referral) -> None:
    theirs, draft = _named("annan enhet.pdf"), _named("annans.pdf").draft
    facts = {"kind": "PDF", "name": "x.pdf", "size": 1, "fingerprint": "x", "added_at": timezone.now(), "number": 9}

    def add(**to: Any) -> Any:
        return lambda: Attachment.objects.create(**facts, **to)

    assert refused(sender, STADSDEL, add(referral=theirs.referral, added_by=sender))
    assert refused(sender, STADSDEL, add(draft=draft, added_by=sender))
    assert refused(sender, STADSDEL, add(referral=referral, added_by=theirs.added_by))
    assert refused(sender, STADSDEL, add(referral=referral, added_by=sender, sent_at=timezone.now()))
    assert not refused(sender, STADSDEL, add(referral=referral, added_by=sender))


def test_a_draft_is_sent_to_ones_own_units_referral_alone(sender: User) -> None:
    mine, theirs = _named("utkast.pdf"), _named("annan enhet.pdf").referral
    now = timezone.now()

    def send(to: Referral | None) -> Any:
        return lambda: Attachment.objects.filter(pk=mine.pk).update(draft=None, referral=to, sent_at=now)

    assert refused(sender, STADSDEL, send(theirs))
    free = ReferralFactory(unit=sender.income_support_unit, sent_by=sender)
    assert not refused(sender, STADSDEL, send(free))


def test_neither_name_nor_content_is_readable_in_the_tables() -> None:
    one = _named("skickad.pdf")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM referrals_attachment")
        assert not [name for (name,) in cursor.fetchall() if ".pdf" in name]
        cursor.execute("SELECT content FROM referrals_attachmentpart")
        assert not [piece for (piece,) in cursor.fetchall() if b"%PDF" in bytes(piece)]
    assert content_of(one).startswith(b"%PDF")
