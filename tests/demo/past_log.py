"""What is true of the demo's access log. Its tests run in test_city.py, which has loaded the city already."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Count, Max, Min
from django.urls import reverse

from aspirants.models import Person, Protection
from audit.models import AccessEvent, AccessKind, LogReview
from audit.seals.verification import verify_log
from core.swedish.dates import moment
from organisation.models import Role, User
from tests.visits import signed_in
from workbench.access_log.page_names import PAGE_NAMES


class TestPastLog:
    """There is one, it is believable, and it is sealed like any other."""

    def test_it_tells_of_three_months_and_of_nothing_to_come(self, city: date) -> None:
        found = AccessEvent.objects.aggregate(first=Min("at"), last=Max("at"), rows=Count("pk"))
        assert found["rows"] > 1_000
        assert moment(city - timedelta(days=130), time()) < found["first"] < moment(city - timedelta(days=80), time())
        assert found["last"] < moment(city, time())
        kinds = set(AccessEvent.objects.values_list("kind", flat=True))
        assert kinds == set(AccessKind) - {AccessKind.SIGN_IN_FAILED}
        assert set(AccessEvent.objects.values_list("view", flat=True)) <= set(PAGE_NAMES)

    def test_its_numbers_rise_with_time_and_every_row_is_sealed(self, city: date) -> None:
        times = list(AccessEvent.objects.order_by("pk").values_list("at", flat=True))
        assert times == sorted(times)
        verified = verify_log()
        assert not verified.problems
        assert (verified.rows, verified.unsealed) == (len(times), 0)

    def test_people_come_before_they_do_something(self, city: date) -> None:
        day = AccessEvent.objects.filter(kind=AccessKind.READ).latest("at")
        begins = moment(day.at.date(), time())
        own = AccessEvent.objects.filter(user=day.user, at__gte=begins, at__lt=begins + timedelta(days=1)).order_by(
            "at"
        )
        assert own[0].kind == AccessKind.SIGN_IN
        assert own.last().kind == AccessKind.SIGN_OUT  # type: ignore[union-attr]

    def test_protected_persons_are_opened_with_a_reason_by_the_appointed(self, city: date) -> None:
        protected = Person.objects.exclude(protection=Protection.NONE).values("pk")
        openers = User.objects.filter(pk__in=AccessEvent.objects.filter(person_id__in=protected).values("user_id"))
        assert openers
        assert all(user.protected_access for user in openers)
        assert not AccessEvent.objects.filter(kind=AccessKind.OPEN_PROTECTED, reason="").exists()

    def test_the_reviewer_s_pages_are_not_empty(self, city: date) -> None:
        client = signed_in(User.objects.get(role=Role.LOG_REVIEWER))
        asked = {"fran": (city - timedelta(days=30)).isoformat(), "till": city.isoformat()}
        assert client.get(reverse("access_log"), asked).context["page"].paginator.count > 100
        assert client.get(reverse("access_log_days"), asked).context["page"].paginator.count > 50
        months = client.get(reverse("access_log_reviews")).context["months"]
        assert [month.done == len(month.units) for month in months] == [False, True]
        assert months[1].deviations == 1
        assert all(isinstance(review.created_at, datetime) for review in LogReview.objects.all())
