"""Notices: told once, read by their owner alone."""

from __future__ import annotations

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from demo.factories import EnrolmentFactory, NoticeFactory, UserFactory
from notices.choices import NoticeKind
from notices.counts import unread_for
from notices.models import Notice
from notices.operations import mark_all_read, notify
from notices.switched_off import not_switched_off
from organisation.models import Role
from tests.aspirants.staff import said, signed_in, text
from tests.visits import queries_for

PATH = "/notiser"


def test_each_recipient_is_told_once_about_an_event(coach, manager):
    for _ in range(2):
        notify(
            [coach, manager], kind=NoticeKind.PLAN, event_key="plan-1", text="Jobbplanen har kommit", path="/remisser"
        )
    notify([coach], kind=NoticeKind.PLAN, event_key="plan-2", text="En till", path="/remisser")
    assert unread_for(coach) == 2
    assert unread_for(manager) == 1


def test_what_was_read_is_not_told_again(coach):
    notify([coach], kind=NoticeKind.PLAN, event_key="plan-1", text="Jobbplanen har kommit")
    mark_all_read(actor=coach, newest_seen=Notice.objects.latest("pk").pk)
    notify([coach], kind=NoticeKind.PLAN, event_key="plan-1", text="Jobbplanen har kommit")
    assert unread_for(coach) == 0


def test_the_page_shows_the_own_notices_newest_first(coach, as_coach, manager):
    for number in range(3):
        NoticeFactory(recipient=coach, text=f"Händelse {number}")
    NoticeFactory(recipient=manager, text="Chefens")
    page = text(as_coach.get(PATH))
    assert page.index("Händelse 2") < page.index("Händelse 1") < page.index("Händelse 0")
    assert "Chefens" not in page
    assert page.count("Oläst") == 3


def test_no_notices(as_coach):
    page = text(as_coach.get(PATH))
    assert "Du har inga notiser." in page
    assert "Markera alla" not in page


def test_opening_a_notice_marks_it_read_and_leads_on(as_coach, coach):
    notice = NoticeFactory(recipient=coach, path="/remisser")
    path = reverse("notice_open", args=[notice.pk])
    response = as_coach.post(path)
    assert (response.status_code, response.url) == (302, "/remisser")
    notice.refresh_from_db()
    assert notice.read_at == timezone.now()
    assert "Oläst" not in text(as_coach.get(PATH))


def test_a_notice_that_leads_nowhere_leads_back(as_coach, coach):
    assert as_coach.post(reverse("notice_open", args=[NoticeFactory(recipient=coach, path="").pk])).url == PATH


def test_read_once_is_read_then(as_coach, now, coach):
    notice = NoticeFactory(recipient=coach)
    path = reverse("notice_open", args=[notice.pk])
    as_coach.post(path)
    first = timezone.now()
    now.shift(60)
    as_coach.post(path)
    notice.refresh_from_db()
    assert notice.read_at == first


def test_anothers_notice_is_not_there(as_coach, manager):
    notice = NoticeFactory(recipient=manager)
    assert as_coach.post(reverse("notice_open", args=[notice.pk])).status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


def test_marking_all_read_is_about_the_own_ones(as_coach, coach, manager):
    NoticeFactory.create_batch(2, recipient=coach)
    NoticeFactory(recipient=manager)
    page = as_coach.get(PATH)
    later = NoticeFactory(recipient=coach)
    assert as_coach.submit(reverse("notices_read"), on=PATH, page=page).url == PATH
    assert (unread_for(coach), unread_for(manager)) == (1, 1), "what came after the page was opened stays unread"
    later.refresh_from_db()
    assert later.read_at is None
    assert as_coach.post(reverse("notices_read"), {"newest": "nonsense"}).url == PATH
    assert unread_for(coach) == 1


@pytest.mark.parametrize("name", ["notice_open", "notices_read"])
def test_reading_is_never_done_by_a_link(as_coach, coach, name):
    notice = NoticeFactory(recipient=coach)
    path = reverse(name, args=[notice.pk] if name == "notice_open" else [])
    assert as_coach.get(path).status_code == 405
    assert unread_for(coach) == 1


@pytest.mark.parametrize("role", Role)
def test_everybody_has_notices(now, db, role):
    assert signed_in(UserFactory(**{role.lower(): True})).get(PATH).status_code == 200


def test_fifty_a_page_in_as_many_queries_as_ten(as_coach, coach):
    NoticeFactory.create_batch(10, recipient=coach)
    few = queries_for(as_coach, PATH)
    NoticeFactory.create_batch(90, recipient=coach)
    assert queries_for(as_coach, PATH) == few
    assert "Visar 1–50 av 100 notiser" in text(as_coach.get(PATH))
    assert Notice.objects.count() == 100


@pytest.mark.django_db
def test_who_has_switched_a_notice_off_is_looked_up_once() -> None:
    """Not for each recipient: a sweep of 200 000 late clocks took twice as long, reading settings for each notice."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"EXPLAIN SELECT FROM organisation_user member WHERE {not_switched_off('member.id', NoticeKind.BREACH)}"
        )
        plan = [line for (line,) in cursor.fetchall()]
    assert "InitPlan" in plan[1], plan
    assert not any("Anti Join" in line or "SubPlan" in line for line in plan), plan


def test_a_notice_about_a_case_that_one_may_not_open_any_more_says_so(coach, as_coach, stranger):
    """Moved to another jobbtorg by whatever way, or protected since: a sentence and no page that is not found."""
    case, away = EnrolmentFactory(coach=coach), EnrolmentFactory(coach=stranger)
    hidden = EnrolmentFactory(coach=coach, protected=True)
    for one in (case, away, hidden):
        notice = NoticeFactory(recipient=coach, path=reverse("case", args=[one.pk]))
        answer = as_coach.post(reverse("notice_open", args=[notice.pk]))
        if one is case:
            assert answer.url == notice.path
            continue
        assert "Det som notisen handlar om kan du inte öppna längre." in said(as_coach, answer)
    assert unread_for(coach) == 0
