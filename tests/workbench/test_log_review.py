"""Loggranskning: everything exceptional and a fixed sample, gone through by the unit's own manager."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from aspirants.models import Person
from audit.models import AccessKind, LogReview, ReviewCause, ReviewResult
from audit.operations import finish_review
from core.refusals import OperationRefused
from demo.factories import PersonFactory, UserFactory
from notices.models import Notice
from organisation.access.database_roles import WORKER
from organisation.models import User
from tests.audit.events import write
from tests.roles import as_role
from tests.visits import last_logged, logged, queries_for, signed_in
from workbench.access_log.reviews import causes_to_look, create_log_reviews
from workbench.tasks import review_log

OCTOBER = datetime.date(2026, 10, 1)


def opened(user: User, person: Person, kind: AccessKind = AccessKind.READ, day: int = 15, **facts: Any) -> int:
    """An opening at noon of a day in October 2026."""
    at = datetime.datetime(2026, 10, day, 12, tzinfo=ZoneInfo("Europe/Stockholm"))
    return write(user, kind, at=at, person_id=person.pk, subject="RS-2026-00417", **facts)


def named(last_name: str) -> Person:
    return PersonFactory(last_name=last_name)


def review_of(manager: User) -> LogReview:
    create_log_reviews(OCTOBER)
    return LogReview.objects.get(jobbtorg=manager.jobbtorg)


class TestWhatIsLookedAt:
    def test_everything_exceptional(self, coach: User, manager: User) -> None:
        person = named("Ek")
        for number in range(12):
            opened(manager, person, day=number + 1)  # so many that the sample alone would not hold everything
        glass = opened(coach, person, AccessKind.BREAK_GLASS, reason="Kollegan är sjuk.")
        protected = opened(coach, person, AccessKind.OPEN_PROTECTED, reason="Bokat möte.")
        causes = causes_to_look(coach.jobbtorg, OCTOBER)
        assert causes[glass] == ReviewCause.BREAK_GLASS
        assert causes[protected] == ReviewCause.PROTECTED

    @pytest.mark.parametrize(
        ("employee", "person", "same"),
        [
            ("Åkesson", "Åkesson", True),
            ("Åkesson", "åkesson", True),
            ("Ek Åkesson", "Åkesson", True),
            ("Ek-Åkesson", "Björk-Ek", True),
            ("Ek", "Ekberg", False),
        ],
    )
    def test_the_own_surname(self, coach: User, employee: str, person: str, same: bool) -> None:
        coach.last_name = employee
        coach.save()
        event = opened(coach, named(person))
        causes = causes_to_look(coach.jobbtorg, OCTOBER)
        assert causes == {event: ReviewCause.SAME_SURNAME if same else ReviewCause.SAMPLE}

    def test_ten_openings_of_five_employees_and_the_same_each_time(self, coach: User) -> None:
        person = named("Kvist")
        staff = UserFactory.create_batch(7, coach=True, jobbtorg=coach.jobbtorg, last_name="Ek")
        made = {opened(user, person): user.pk for user in staff for _ in range(12)}
        drawn = causes_to_look(coach.jobbtorg, OCTOBER)
        assert set(drawn.values()) == {ReviewCause.SAMPLE}
        per_employee = [sum(made[event] == user.pk for event in drawn) for user in staff]
        assert sorted(per_employee) == [0, 0, 10, 10, 10, 10, 10]
        assert causes_to_look(coach.jobbtorg, OCTOBER) == drawn

    def test_another_month_another_unit_and_what_is_no_look_stay_out(self, coach: User, stranger: User) -> None:
        person = named("Kvist")
        for at in ("2026-09-30T23:59+02:00", "2026-11-01T00:00+01:00"):
            write(coach, at=datetime.datetime.fromisoformat(at), person_id=person.pk)
        opened(stranger, person)
        opened(coach, person, AccessKind.DENIED)
        write(coach, at=datetime.datetime(2026, 10, 5, tzinfo=datetime.UTC), subject="Frister")
        assert causes_to_look(coach.jobbtorg, OCTOBER) == {}


class TestMaking:
    def test_one_for_every_unit_and_month(self, coach: User, manager: User, stranger: User) -> None:
        assert create_log_reviews(OCTOBER) == 2
        assert create_log_reviews(OCTOBER) == 0
        notice = Notice.objects.get(recipient=manager)
        assert notice.text == "Loggranskningen för 2026-10 är klar att göra"
        assert notice.path == reverse("log_review", args=[LogReview.objects.get(jobbtorg=coach.jobbtorg).pk])

    def test_the_daily_ring_makes_last_months(self, coach: User, manager: User) -> None:
        opened(coach, named("Kvist"))
        with as_role(WORKER):
            review_log()
            review_log()
        assert Notice.objects.filter(recipient=manager).count() == 1
        review = LogReview.objects.get()
        assert (review.month, review.items.count()) == (OCTOBER, 1)

    def test_the_command(self, coach: User, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("create_log_reviews")
        call_command("create_log_reviews", "--month", "2026-09")
        assert capsys.readouterr().out == "1 log reviews made for 2026-10.\n1 log reviews made for 2026-09.\n"
        for month, sentence in (("2026-11", "not over yet"), ("oktober", "is not a month")):
            with pytest.raises(CommandError, match=sentence):
                call_command("create_log_reviews", "--month", month)


class TestPages:
    def test_the_manager_sees_it_and_finishes_it(self, coach: User, manager: User) -> None:
        opened(coach, named("Kvist"), AccessKind.BREAK_GLASS, reason="Kollegan är sjuk.")
        review = review_of(manager)
        client, path = signed_in(manager), reverse("log_review", args=[review.pk])
        assert "Att granska" in client.get("/loggranskning").text
        page = client.get(path)
        for told in ("Bröt glaset (1)", "Kollegan är sjuk.", "RS-2026-00417", str(coach)):
            assert told in page.text
        assert "Kvist" not in page.text
        assert client.post(path, {"result": "NO_REMARK"}).status_code == 302
        review.refresh_from_db()
        assert (review.result, review.reviewed_by) == (ReviewResult.NO_REMARK, manager)
        assert review.reviewed_at == timezone.now()
        assert "Utan anmärkning" in client.get("/loggranskning").text
        assert "Granskningen är klar" not in client.get(path).text

    def test_a_deviation_has_to_be_described(self, manager: User) -> None:
        review = review_of(manager)
        client, path = signed_in(manager), reverse("log_review", args=[review.pk])
        refused = client.post(path, {"result": "DEVIATION", "comment": " "})
        assert refused.status_code == 422
        assert "Beskriv avvikelsen." in refused.text
        assert client.post(path, {"result": ""}).status_code == 422
        assert client.post(path, {"result": "DEVIATION", "comment": "Samtal fört."}).status_code == 302
        page = client.get(path).text
        assert "Avvikelse" in page
        assert "Samtal fört." in page

    def test_what_is_done_stays(self, manager: User) -> None:
        review = review_of(manager)
        finish_review(actor=manager, review=review, result=ReviewResult.NO_REMARK)
        client = signed_in(manager)
        again = client.post(reverse("log_review", args=[review.pk]), {"result": "DEVIATION", "comment": "Nej."})
        assert again.status_code == 422
        review.refresh_from_db()
        assert review.result == ReviewResult.NO_REMARK

    def test_another_units_review_does_not_exist(self, manager: User, stranger: User) -> None:
        review = review_of(manager)
        other = UserFactory(manager=True, jobbtorg=stranger.jobbtorg)
        before = last_logged()
        assert signed_in(other).get(reverse("log_review", args=[review.pk])).status_code == 404
        assert logged(before).get().kind == AccessKind.DENIED
        for actor in (other, stranger):
            with pytest.raises(OperationRefused):
                finish_review(actor=actor, review=review, result=ReviewResult.NO_REMARK)
        assert list(LogReview.objects.visible_to(other)) == [LogReview.objects.get(jobbtorg=other.jobbtorg)]
        assert not LogReview.objects.visible_to(stranger).exists()

    def test_a_month_without_openings_is_confirmed_too(self, manager: User) -> None:
        path = reverse("log_review", args=[review_of(manager).pk])
        assert "öppnade ingen aspirant" in signed_in(manager).get(path).text

    def test_before_the_first_month_the_list_says_so(self, manager: User) -> None:
        assert "Ingen månad finns att granska ännu" in signed_in(manager).get("/loggranskning").text

    def test_the_number_of_queries_does_not_grow(self, coach: User, manager: User) -> None:
        def fill(rows: int) -> None:
            for _ in range(rows):
                user = UserFactory(coach=True, jobbtorg=coach.jobbtorg)
                opened(user, named("Kvist"), AccessKind.BREAK_GLASS, reason="Skäl")

        client = signed_in(manager)
        counts = []
        for month, rows in ((datetime.date(2026, 9, 1), 0), (OCTOBER, 10)):
            fill(rows)
            create_log_reviews(month)
            path = reverse("log_review", args=[LogReview.objects.get(jobbtorg=manager.jobbtorg, month=month).pk])
        counts.append(queries_for(client, path))
        listed = queries_for(client, "/loggranskning")
        LogReview.objects.get(jobbtorg=manager.jobbtorg, month=OCTOBER).items.all().delete()
        LogReview.objects.get(jobbtorg=manager.jobbtorg, month=OCTOBER).delete()
        fill(90)
        create_log_reviews(OCTOBER)
        for number in range(1, 9):
            create_log_reviews(datetime.date(2026, number, 1))
        path = reverse("log_review", args=[LogReview.objects.get(jobbtorg=manager.jobbtorg, month=OCTOBER).pk])
        counts.append(queries_for(client, path))
        assert counts[0] == counts[1] <= 10
        assert queries_for(client, "/loggranskning") == listed <= 8


@pytest.mark.parametrize(
    "facts",
    [
        {"result": ReviewResult.NO_REMARK},
        {"result": ReviewResult.DEVIATION, "comment": ""},
        {"reviewed_at": datetime.datetime(2026, 11, 2, tzinfo=datetime.UTC)},
    ],
)
def test_what_no_review_may_say(manager: User, facts: dict[str, Any]) -> None:
    assert manager.jobbtorg is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        LogReview.objects.create(jobbtorg=manager.jobbtorg, month=OCTOBER, **facts)
