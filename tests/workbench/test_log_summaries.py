"""What the log reviewer sees at a glance: each employee's day, and whether the managers' months are done."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import AccessKind, LogReview, ReviewResult
from audit.operations import finish_review
from demo.factories import UserFactory
from organisation.models import User
from tests.audit.events import write
from tests.visits import queries_for, signed_in
from workbench.access_log.reviews import create_log_reviews

MAY = {"fran": "2019-05-01", "till": "2019-05-31"}
SEPTEMBER, OCTOBER = datetime.date(2026, 9, 1), datetime.date(2026, 10, 1)


@pytest.fixture
def as_reviewer(db: None) -> Client:
    return signed_in(UserFactory(log_reviewer=True))


def on(day: int, hour: int = 12) -> datetime.datetime:
    return datetime.datetime(2019, 5, day, hour, tzinfo=ZoneInfo("Europe/Stockholm"))


def days(client: Client, **asked: Any) -> list[tuple[Any, ...]]:
    page = client.get(reverse("access_log_days"), MAY | asked)
    assert page.status_code == 200
    return [
        (str(day["day"]), day["user_id"], *(day[name] for name in ("persons", "look_ups", "files", "acts", "refused")))
        for day in page.context["days"]
    ]


def test_a_day_of_an_employee(as_reviewer: Client, coach: User, stranger: User) -> None:
    for person in (1, 1, 2):
        write(coach, AccessKind.READ, at=on(7), person_id=person)
    write(coach, AccessKind.BREAK_GLASS, at=on(7), person_id=3, reason="Kollegan är sjuk.")
    write(coach, AccessKind.OPEN_PROTECTED, at=on(7), person_id=4, reason="Bokat möte.")
    write(coach, AccessKind.SEARCH, at=on(7), person_id=9)
    write(coach, AccessKind.EXPORT, at=on(7))
    write(coach, AccessKind.PRINT, at=on(7), person_id=1)
    write(coach, AccessKind.WRITE, at=on(7), person_id=8)
    write(coach, AccessKind.DENIED, at=on(7))
    write(coach, AccessKind.READ, at=on(7, 0), person_id=5)
    write(coach, AccessKind.READ, at=on(8, 0), person_id=5)
    write(stranger, AccessKind.SIGN_IN, at=on(8))
    write(None, AccessKind.SIGN_IN_FAILED, at=on(8))
    found = days(as_reviewer)
    assert sorted(found) == sorted(
        [
            ("2019-05-07", coach.pk, 5, 1, 2, 1, 1),
            ("2019-05-08", coach.pk, 1, 0, 0, 0, 0),
            ("2019-05-08", stranger.pk, 0, 0, 0, 0, 0),
        ]
    )
    assert [day for day, *_ in found] == ["2019-05-08", "2019-05-08", "2019-05-07"]
    assert days(as_reviewer, medarbetare=stranger.pk) == [("2019-05-08", stranger.pk, 0, 0, 0, 0, 0)]
    page = as_reviewer.get(reverse("access_log_days"), MAY).text
    assert "Bokat möte.; Kollegan är sjuk." in page
    assert f"fran=2019-05-07&amp;till=2019-05-07&amp;medarbetare={coach.pk}" in page


def test_more_days_take_no_more_statements(as_reviewer: Client, coach: User) -> None:
    path = f"{reverse('access_log_days')}?fran=2019-05-01&till=2019-05-31"
    write(coach, at=on(1), person_id=1)
    few = queries_for(as_reviewer, path)
    for day in range(2, 29):
        write(coach, at=on(day), person_id=day)
    assert queries_for(as_reviewer, path) == few


def test_whether_the_managers_have_gone_through_their_months(
    as_reviewer: Client, manager: User, stranger: User
) -> None:
    assert "Ingen månad finns att granska ännu" in as_reviewer.get(reverse("access_log_reviews")).text
    create_log_reviews(SEPTEMBER)
    create_log_reviews(OCTOBER)
    review = LogReview.objects.get(jobbtorg=manager.jobbtorg, month=SEPTEMBER)
    finish_review(actor=manager, review=review, result=ReviewResult.DEVIATION, comment="Samtal fört.")
    response = as_reviewer.get(reverse("access_log_reviews"))
    october, september = response.context["months"]
    assert (october.month, october.done, len(october.units)) == (OCTOBER, 0, 2)
    assert (september.done, september.deviations) == (1, 1)
    for told in ("1 av 2 är klara.", "1 gav avvikelse.", "Samtal fört.", str(manager), "Att granska", "Avvikelse"):
        assert told in response.text


def test_a_jobbtorg_without_a_review_is_seen_to_lack_it(as_reviewer: Client, manager: User) -> None:
    create_log_reviews(OCTOBER)
    UserFactory(coach=True)  # the first of a new jobbtorg
    assert "Inget urval gjort" in as_reviewer.get(reverse("access_log_reviews")).text


def test_the_reviewer_reads_the_reviews_and_the_managers_only_their_own(manager: User, stranger: User) -> None:
    create_log_reviews(OCTOBER)
    assert LogReview.objects.visible_to(UserFactory(log_reviewer=True)).count() == 2
    assert LogReview.objects.visible_to(manager).get().jobbtorg == manager.jobbtorg
    assert not LogReview.objects.visible_to(stranger).exists()


def test_a_review_sent_in_from_two_windows_keeps_what_was_typed_in_the_second(manager: User) -> None:
    create_log_reviews(OCTOBER)
    review = LogReview.objects.get(jobbtorg=manager.jobbtorg)
    client, path = signed_in(manager), reverse("log_review", args=[review.pk])
    assert client.post(path, {"result": "NO_REMARK", "comment": "Den första."}).status_code == 302
    second = client.post(path, {"result": "DEVIATION", "comment": "Ett långt samtal fördes."})
    assert second.status_code == 422
    assert "Månaden är redan granskad, så det du skrev nu sparades inte." in second.text
    assert "Ett långt samtal fördes." in second.text
    assert "Den första." in second.text
    review.refresh_from_db()
    assert (review.result, review.comment) == (ReviewResult.NO_REMARK, "Den första.")
