"""The changes of a case as a coach reads them."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from aspirants.events.history import case_history
from aspirants.models import Enrolment, Person
from core.history.reading import A_PAGE
from core.history.tracking import CHANGED, changes_of
from core.swedish.dates import short_weekday_date, weekday_date
from demo.factories import EnrolmentFactory, GroupInformationBookingFactory, MeetingFactory, UserFactory
from meetings.models import Meeting
from organisation.access.acting import acting_for
from organisation.models import User
from tests.rows_read import rows_read
from tests.visits import queries_for, signed_in
from workbench.cases.changes import ChangeEntry, changes_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def coach() -> User:
    return UserFactory(coach=True, first_name="Anna", last_name="Lund")


@pytest.fixture
def case(coach: User) -> Enrolment:
    return EnrolmentFactory(coach=coach)


def quoted(entries: list[ChangeEntry]) -> list[tuple[str, str]]:
    """What stands below all sentences of some entries."""
    return [fact for entry in entries for one in entry.sentences for fact in one.quoted]


def page_of(case: Enrolment) -> str:
    return signed_in(case.coach).get(f"/arenden/{case.pk}/historik").content.decode()


def test_a_change_is_told_in_words(case: Enrolment, coach: User) -> None:
    before = case.person.phone
    with acting_for(coach):
        Person.objects.filter(pk=case.person_id).update(phone="070-1740699")
        meeting = MeetingFactory(enrolment=case, note="Första")
    with acting_for(coach):
        type(meeting).objects.filter(pk=meeting.pk).update(note="Andra")
    newest, *_ = changes_in(case).entries
    assert newest.by == "Anna Lund, coach"
    number, added, note = newest.sentences
    assert number.text == f"Telefonnumret ändrades från {before} till 070-1740699 av Anna Lund, coach"
    day = short_weekday_date(timezone.localdate(meeting.starts_at))
    assert added.text == f"Mötet ({day}) registrerades"
    assert note.text == f"Mötets anteckning ({day}) rättades"
    assert note.quoted == (("Tidigare", "Första"), ("Nu", "Andra"))
    page = page_of(case)
    assert number.text in page
    assert "<dt>Tidigare</dt>" in page


def test_what_had_no_value_or_has_none_any_more_is_told_so(case: Enrolment, coach: User) -> None:
    Person.objects.filter(pk=case.person_id).update(language="", interpreter_needed=False)
    with acting_for(coach):
        Person.objects.filter(pk=case.person_id).update(language="somaliska", interpreter_needed=True)
    assert [one.text for one in changes_in(case).entries[0].sentences] == [
        "Språket angavs till somaliska av Anna Lund, coach",
        "Uppgiften om behov av tolk ändrades från nej till ja",
    ]
    with acting_for(coach):
        Person.objects.filter(pk=case.person_id).update(language="", interpreter_needed=False)
    assert "Språket togs bort" in [one.text for one in changes_in(case).entries[0].sentences]


def test_another_coach_is_told_by_name(case: Enrolment, coach: User) -> None:
    other = UserFactory(coach=True, first_name="Bo", last_name="Ek", jobbtorg=case.jobbtorg)
    with acting_for(coach):
        Enrolment.objects.filter(pk=case.pk).update(coach=other)
    [told] = changes_in(case).entries[0].sentences
    assert told.text == "Coachen byttes från Anna Lund till Bo Ek av Anna Lund, coach"


def test_a_call_to_group_information_says_when_and_where(case: Enrolment) -> None:
    booking = GroupInformationBookingFactory(enrolment=case, session__place="Rosenlundsgatan 52")
    day = weekday_date(timezone.localdate(booking.session.starts_at))
    assert ("Tillfälle", f"{day}, Rosenlundsgatan 52") in quoted(changes_in(case).entries)


def test_an_identity_number_and_protected_contacts_are_not_told(case: Enrolment) -> None:
    person = case.person
    number = person.identity_no
    Person.objects.filter(pk=person.pk).update(phone="070-1740611")
    person.identity_no = ""
    Person.objects.filter(pk=person.pk).update(identity_no=f"{number[:-4]}0000")
    assert number not in page_of(case)
    Person.objects.filter(pk=person.pk).update(protection="SEKRETESSMARKERING")
    case.person.refresh_from_db()
    entries = changes_in(case).entries
    lines = [one.text for entry in entries for one in entry.sentences]
    assert "Identitetsnumret ändrades" in lines
    assert "Telefonnumret ändrades" in lines
    assert "070-1740611" not in str(entries)
    assert number not in str(entries)


def test_one_doing_is_one_entry(case: Enrolment, coach: User) -> None:
    before = len(changes_in(case).entries)
    with acting_for(coach):
        MeetingFactory.create_batch(3, enrolment=case, starts_at=timezone.now())
    newest, *older = changes_in(case).entries
    assert len(older) == before
    assert [one.what.startswith("mötet (") for one in newest.sentences] == [True] * 3
    assert [dict(one.quoted)["Typ"] for one in newest.sentences] == ["coachmöte"] * 3


def test_another_cases_changes_are_not_told(case: Enrolment) -> None:
    other = MeetingFactory(note="Någon annans anteckning", starts_at=timezone.now())
    assert "Någon annans anteckning" not in page_of(case)
    assert "Någon annans anteckning" in page_of(other.enrolment)


def versions_of(meeting: Meeting, number: int, transactions: Callable[[int], int]) -> None:
    """So many later versions of a meeting, a second apart, each with its number as the note."""
    kept = changes_of(Meeting)
    first = kept.objects.get(pgh_obj=meeting.pk)
    facts = {
        field.attname: getattr(first, field.attname) for field in kept._meta.concrete_fields if field.name != "pgh_id"
    }
    facts |= {"pgh_label": CHANGED}
    kept.objects.bulk_create(
        kept(
            **facts
            | {
                "note": str(n),
                "pgh_created_at": first.pgh_created_at + timedelta(seconds=n),
                "transaction": transactions(n),
            }
        )
        for n in range(1, number + 1)
    )


def all_pages(case: Enrolment) -> list[list[ChangeEntry]]:
    """Every page, following each page's own way to the next."""
    pages, place = [], ""
    while True:
        page = changes_in(case, place)
        pages.append(page.entries)
        if not page.older:
            return pages
        place = page.older


def notes(pages: list[list[ChangeEntry]]) -> list[tuple[str, str]]:
    """The notes before and after each change, in the order of what was done, oldest first."""
    entries = [entry for page in pages for entry in page]
    return [
        (one.quoted[0][1], one.quoted[1][1])
        for entry in reversed(entries)
        for one in entry.sentences
        if one.change == "rättades"
    ]


@pytest.mark.parametrize(
    ("transactions", "most"),
    [
        (lambda n: 900_000 + n, A_PAGE),
        (lambda n: 900_000 + n // 40, 3),
        # One that fills more than a page is told in parts.
        (lambda n: 900_000, 1),
    ],
    ids=["each by itself", "forty at once", "all at once"],
)
def test_pages_together_are_everything_once(case: Enrolment, transactions: Callable[[int], int], most: int) -> None:
    meeting = MeetingFactory(enrolment=case, note="0")
    versions_of(meeting, 250, transactions)
    pages = all_pages(case)
    assert len(pages) > 2
    assert max(map(len, pages[:-1])) <= most
    assert notes(pages) == [(str(n - 1), str(n)) for n in range(1, 251)]


def test_what_was_done_in_one_go_stays_together(case: Enrolment) -> None:
    meeting = MeetingFactory(enrolment=case, note="0")
    versions_of(meeting, 250, lambda n: 900_000 + n // 40)
    told = [[one.change for one in entry.sentences] for page in all_pages(case) for entry in page]
    sizes = [len(changes) for changes in told if "rättades" in changes]
    assert sizes == [11, 40, 40, 40, 40, 40, 39]


def test_a_long_history_reads_no_more(case: Enrolment) -> None:
    meeting = MeetingFactory(enrolment=case, note="0")
    versions_of(meeting, A_PAGE + 20, lambda n: 900_000 + n)
    history = case_history()

    def read() -> object:
        return history.below("", case=case.pk, person=case.person_id)

    few = rows_read(read)
    versions_of(MeetingFactory(enrolment=case, starts_at=timezone.now()), 500, lambda n: 800_000 + n)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE meetings_meetingchange")
    assert rows_read(read) <= few + 1


def test_older_changes_are_on_the_next_page(case: Enrolment) -> None:
    meeting = MeetingFactory(enrolment=case, note="0")
    versions_of(meeting, 120, lambda n: 900_000 + n)
    client, url = signed_in(case.coach), f"/arenden/{case.pk}/historik"
    first = client.get(url).text
    told = "".join(first.split())
    [older] = re.findall(r'href="([^"]*)">Visa äldre', first)
    assert older.endswith("#andringar")
    below = client.get(url + html.unescape(older).removesuffix("#andringar")).text
    assert "<dd>70</dd>" in "".join(below.split())
    assert "<dd>69</dd>" not in told
    assert "<dd>99</dd>" in told
    assert "<dd>100</dd>" not in "".join(below.split())
    assert "Visa de senaste" in below
    assert "Visa de senaste" not in first


def test_the_number_of_queries_does_not_grow(case: Enrolment) -> None:
    client, url = signed_in(case.coach), f"/arenden/{case.pk}/historik"
    MeetingFactory(enrolment=case)
    few = queries_for(client, url)
    for meeting in MeetingFactory.create_batch(20, enrolment=case):
        type(meeting).objects.filter(pk=meeting.pk).update(note="Ändrad")
    assert queries_for(client, url) == few
