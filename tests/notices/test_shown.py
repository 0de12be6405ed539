"""Notices as their reader sees them: by day and kind, with the names of those whom the reader may open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AccessEvent, AccessKind
from demo.factories import EnrolmentFactory, NoticeFactory, ReferralFactory, UserFactory
from notices.choices import NoticeKind
from notices.models import Notice
from notices.shown.names import with_names
from tests.aspirants.staff import signed_in, text
from tests.pages import SURNAME
from tests.visits import queries_for

PATH = "/notiser"


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("Du har fått ärende RS-2026-00044", "Du har fått ärendet för Åsa Öberg"),
        ("Ärende RS-2026-00044 har flyttats till er", "Ärendet för Åsa Öberg har flyttats till er"),
        ("Remiss RS-2026-00044 är kompletterad", "Remissen för Åsa Öberg är kompletterad"),
        ("Jobbgarantin bröts i RS-2026-00044: sista dagen var", "Jobbgarantin bröts för Åsa Öberg: sista dagen var"),
        ("Planen i RS-2026-00044 skickades inte i tid", "Planen för Åsa Öberg skickades inte i tid"),
        ("Jobbplanen i ärende RS-2026-00044 har kommit", "Jobbplanen för Åsa Öberg har kommit"),
        ("RS-2026-00044, RS-2026-00045", "Åsa Öberg, RS-2026-00045"),
        ("sista dagen är 2026-11-23", "sista dagen är 2026-11-23"),
    ],
)
def test_a_name_stands_in_the_place_of_the_number(stored: str, shown: str) -> None:
    assert with_names(stored, {"RS-2026-00044": "Åsa Öberg"}) == shown
    assert with_names(stored, {}) == stored


def _told_of(case, reader, text="Du har fått ärende"):
    return NoticeFactory(recipient=reader, kind=NoticeKind.ASSIGNED, text=f"{text} {case.case_no}")


def test_who_may_open_the_case_reads_the_name_and_the_log_says_so(coach, as_coach):
    case = EnrolmentFactory(coach=coach)
    _told_of(case, coach)
    page = text(as_coach.get(PATH))
    assert f"Du har fått ärendet för {case.person.name}" in page
    assert case.case_no not in page
    assert AccessEvent.objects.filter(user=coach, kind=AccessKind.READ, subject="Notiser").count() == 1


def test_without_a_name_nothing_is_logged(coach, as_coach, stranger):
    """A case of another jobbtorg, and a person who has been protected since."""
    rare = {"person__last_name": SURNAME}
    for case in (EnrolmentFactory(coach=stranger, **rare), EnrolmentFactory(coach=coach, protected=True, **rare)):
        _told_of(case, coach)
        page = text(as_coach.get(PATH))
        assert case.case_no in page
        assert case.person.last_name not in page
    assert not AccessEvent.objects.filter(user=coach, subject="Notiser").exists()


def test_a_protected_person_is_named_to_the_own_coach_alone(coach):
    """Not to others who are appointed to open them."""
    coach.protected_access = True
    coach.save()
    colleague = UserFactory(coach=True, jobbtorg=coach.jobbtorg, protected_access=True)
    case = EnrolmentFactory(coach=coach, protected=True, person__last_name=SURNAME)
    _told_of(case, coach)
    _told_of(case, colleague)
    assert case.person.name in text(signed_in(coach).get(PATH))
    page = text(signed_in(colleague).get(PATH))
    assert case.person.last_name not in page
    assert case.case_no in page


def test_a_stadsdel_reads_the_name_that_it_wrote(now, db):
    caseworker = UserFactory(caseworker=True)
    referral = ReferralFactory(sent_by=caseworker, unit=caseworker.income_support_unit)
    NoticeFactory(recipient=caseworker, kind=NoticeKind.REFERRAL, text=f"Remiss {referral.number} har avböjts")
    assert f"Remissen för {referral.said.name} har avböjts" in text(signed_in(caseworker).get(PATH))
    other = UserFactory(caseworker=True)
    NoticeFactory(recipient=other, kind=NoticeKind.REFERRAL, text=f"Remiss {referral.number} har avböjts")
    assert referral.number in text(signed_in(other).get(PATH))


def test_what_is_stored_holds_no_name(coach, as_coach):
    case = EnrolmentFactory(coach=coach, person__last_name=SURNAME)
    _told_of(case, coach)
    as_coach.get(PATH)
    assert case.person.last_name not in Notice.objects.get().text


def test_those_of_one_day_and_kind_stand_together(coach, as_coach):
    NoticeFactory.create_batch(3, recipient=coach, kind=NoticeKind.ASSIGNED)
    NoticeFactory(recipient=coach, kind=NoticeKind.BREACH, read_at=timezone.now())
    old = NoticeFactory(recipient=coach, kind=NoticeKind.ASSIGNED)
    Notice.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=1))
    today, yesterday = as_coach.get(PATH).context["days"]
    assert today.label.startswith("I dag, ")
    assert yesterday.label.startswith("I går, ")
    assert [(group.label if group.is_many else "", group.unread, group.is_many) for group in today.groups] == [
        ("", "", False),
        ("3 nya ärenden", "3 olästa", True),
    ]
    page = as_coach.get(PATH).text
    assert page.count('<details class="notice-group"') == 1
    assert "3 nya ärenden" in page


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_kind_has_words_for_many(coach, as_coach, kind):
    NoticeFactory.create_batch(2, recipient=coach, kind=kind)
    [day] = as_coach.get(PATH).context["days"]
    assert day.groups[0].label.startswith("2 ")
    assert day.groups[0].label != "2 notiser"


def test_one_is_marked_read_and_the_page_stays(coach, as_coach):
    first, second = NoticeFactory.create_batch(2, recipient=coach)
    path = reverse("notice_read", args=[first.pk])
    assert as_coach.post(path, {"page": "2"}).url == f"{PATH}?page=2"
    assert as_coach.post(path, {"page": "nonsense"}).url == PATH
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.read_at, second.read_at) == (timezone.now(), None)
    assert as_coach.get(path).status_code == 405


def test_anothers_notice_is_not_marked(as_coach, manager):
    notice = NoticeFactory(recipient=manager)
    assert as_coach.post(reverse("notice_read", args=[notice.pk])).status_code == 404


def test_names_cost_the_same_for_two_and_for_fifty(coach, as_coach):
    for _ in range(2):
        _told_of(EnrolmentFactory(coach=coach), coach)
    few = queries_for(as_coach, PATH)
    for _ in range(48):
        _told_of(EnrolmentFactory(coach=coach), coach)
    assert queries_for(as_coach, PATH) == few
