"""What is begun and not sent, seen by the database as a sender: one's own, and of colleagues that they have begun."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from django.db import connection
from django.utils import timezone

from demo.factories import ReferralDraftFactory, ReferralListDraftFactory, UserFactory
from organisation.access.acting import acting_for
from organisation.access.database_roles import WEB, WORKER
from organisation.models import User
from referrals.models import ReferralDraft, ReferralListDraft
from referrals.operations.drafts import drop_old_drafts
from tests.roles import as_role

pytestmark = pytest.mark.django_db

BEGUN = "SELECT author_id FROM referrals_begun_draft"


@pytest.fixture
def sender() -> User:
    user: User = UserFactory(caseworker=True)
    return user


@pytest.fixture
def colleague(sender: User) -> User:
    user: User = UserFactory(caseworker=True, income_support_unit=sender.income_support_unit)
    return user


@pytest.fixture
def begun(sender: User, colleague: User) -> None:
    """A draft and a list of the sender's, of a colleague's in the unit and of another unit's."""
    for author in (sender, colleague, UserFactory(caseworker=True)):
        ReferralDraftFactory(author=author, identity_hash="a" * 64)
        ReferralListDraftFactory(author=author)


@pytest.fixture
def as_sender(begun: None, sender: User) -> Iterator[None]:
    with as_role(WEB), acting_for(sender):
        yield


def authors(sql: str) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {author for (author,) in cursor.fetchall()}


def test_a_sender_reads_and_changes_its_own_alone(as_sender: None, sender: User) -> None:
    for model in (ReferralDraft, ReferralListDraft):
        assert {one.author_id for one in model.objects.all()} == {sender.pk}
        assert model.objects.update(updated_at=timezone.now()) == 1
        assert model.objects.all().delete()[0] == 1


def test_of_a_colleague_it_learns_that_a_draft_is_begun_and_of_another_unit_nothing(
    as_sender: None, sender: User, colleague: User
) -> None:
    assert authors(BEGUN) == {sender.pk, colleague.pk}
    with connection.cursor() as cursor:
        cursor.execute(f"{BEGUN} LIMIT 0")
        cursor.execute("SELECT * FROM referrals_begun_draft LIMIT 0")
        shown = {column.name for column in cursor.description}
    assert shown == {"id", "identity_hash", "author_id", "begun_at", "updated_at"}


def test_a_jobbtorg_sees_none_of_it(begun: None) -> None:
    manager = UserFactory(manager=True)
    with as_role(WEB), acting_for(manager):
        assert not ReferralDraft.objects.exists()
        assert not ReferralListDraft.objects.exists()


def test_a_job_removes_what_nobody_came_back_for(begun: None, sender: User) -> None:
    long_ago = timezone.now() - datetime.timedelta(days=15)
    for model in (ReferralDraft, ReferralListDraft):
        model.objects.filter(author=sender).update(updated_at=long_ago)
    with as_role(WORKER):
        assert drop_old_drafts() == 2
    assert not ReferralDraft.objects.filter(author=sender).exists()
    assert ReferralDraft.objects.count() == ReferralListDraft.objects.count() == 2
