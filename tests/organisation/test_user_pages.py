"""The administrator's pages: who opens them, what they show and cost, and that they open no case."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from demo.factories import EnrolmentFactory, IncomeSupportUnitFactory, JobbtorgFactory, UserFactory
from organisation.models import Role, User
from tests.post_forms import submit
from tests.visits import queries_for, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(administrator: User) -> Client:
    return signed_in(administrator)


def names(page) -> set[str]:
    return {user.last_name for user, _, _ in page.context["rows"]}


def test_the_list_is_narrowed_by_role_unit_and_state(admin):
    yesterday = timezone.localdate() - timedelta(days=1)
    jobbtorg, unit = JobbtorgFactory(), IncomeSupportUnitFactory()
    UserFactory(coach=True, jobbtorg=jobbtorg, last_name="Alm")
    UserFactory(manager=True, jobbtorg=jobbtorg, last_name="Ek")
    UserFactory(caseworker=True, income_support_unit=unit, last_name="Lind")
    UserFactory(coach=True, jobbtorg=jobbtorg, last_name="Rönn", inactive=True)
    UserFactory(coach=True, jobbtorg=jobbtorg, last_name="Asp", position_until=yesterday)
    for query, expected in [
        ("role=COACH", {"Alm"}),
        (f"unit=j{jobbtorg.pk}", {"Alm", "Ek"}),
        (f"unit=f{unit.pk}", {"Lind"}),
        (f"unit=j{jobbtorg.pk}&state=avaktiverade", {"Rönn"}),
        (f"unit=j{jobbtorg.pk}&state=utan", {"Asp"}),
        (f"unit=j{jobbtorg.pk}&state=alla", {"Alm", "Ek", "Rönn", "Asp"}),
        (f"unit=j{jobbtorg.pk}&role=CASEWORKER", set()),
    ]:
        assert names(admin.get(f"{reverse('user_list')}?{query}")) == expected, query
    assert admin.get(f"{reverse('user_list')}?unit=j0&role=KUNG").status_code == 200


@pytest.mark.parametrize("people", [10, 100])
def test_the_list_costs_the_same_however_many_there_are(admin, people):
    jobbtorg = JobbtorgFactory()
    UserFactory.create_batch(people, coach=True, jobbtorg=jobbtorg)
    assert queries_for(admin, reverse("user_list")) == 6


@pytest.mark.parametrize("positions", [1, 20])
def test_a_users_page_costs_the_same_however_many_positions(admin, positions):
    coach = UserFactory(coach=True)
    place = coach.positions.get()
    day = timezone.localdate() - timedelta(days=100)
    for n in range(positions - 1):
        place.pk, place.valid_from, place.valid_to = None, day + timedelta(days=n), day + timedelta(days=n)
        place.save(force_insert=True)
    assert queries_for(admin, reverse("user_detail", args=[coach.pk])) == 5


def test_a_hundred_users_are_two_pages(admin):
    UserFactory.create_batch(60, coach=True, jobbtorg=JobbtorgFactory())
    page = admin.get(reverse("user_list"))
    assert "Visar 1–50 av 61 användare" in page.text
    assert len(admin.get(f"{reverse('user_list')}?page=2").context["rows"]) == 11


def test_a_position_is_given_ended_and_revoked_on_the_pages(admin, coach):
    today, elsewhere = timezone.localdate(), JobbtorgFactory()
    detail = reverse("user_detail", args=[coach.pk])
    coming = {"role": Role.MANAGER, "jobbtorg": elsewhere.pk, "valid_from": (today + timedelta(days=9)).isoformat()}
    assert admin.get(reverse("position_give", args=[coach.pk])).status_code == 200
    assert submit(admin, reverse("position_give", args=[coach.pk]), coming).url == detail
    page = admin.get(detail)
    assert [row["state"][0] for row in page.context["rows"]] == ["Kommande", "Gäller"]
    new, current = (row["position"] for row in page.context["rows"])
    revoke = reverse("position_revoke", args=[coach.pk, new.pk])
    assert "har inte börjat" in admin.get(revoke).text
    assert "Behörigheten är återkallad." in submit(admin, revoke, follow=True).text
    end = reverse("position_end", args=[coach.pk, current.pk])
    assert admin.get(end).status_code == 200
    assert submit(admin, end, {"last_day": "2020-01-01"}).status_code == 422
    assert submit(admin, end, {"last_day": "i dag"}).url == detail
    assert submit(admin, end, {"last_day": "i dag"}).status_code == 422
    coach.refresh_from_db()
    assert coach.position_until == today
    assert [row["state"][0] for row in admin.get(detail).context["rows"]] == ["Återkallad", "Gäller"]


def test_a_position_belongs_to_the_user_in_the_address(admin, coach):
    other = UserFactory(coach=True)
    for name in ("position_end", "position_revoke"):
        assert admin.get(reverse(name, args=[coach.pk, other.positions.get().pk])).status_code == 404


def test_an_account_is_closed_and_opened_after_a_question(admin, coach):
    close, open_again = (reverse(name, args=[coach.pk]) for name in ("user_deactivate", "user_reactivate"))
    assert "loggas ut direkt" in admin.get(close).text
    coach.refresh_from_db()
    assert coach.is_active, "asking does nothing"
    assert "är avaktiverat." in submit(admin, close, follow=True).text
    coach.refresh_from_db()
    assert not coach.is_active
    assert admin.get(open_again).status_code == 200
    assert "är aktivt igen." in submit(admin, open_again, follow=True).text


def test_ones_own_account_has_no_buttons_and_refuses(admin, administrator):
    UserFactory(admin=True)
    page = admin.get(reverse("user_detail", args=[administrator.pk]))
    assert "Det här är ditt eget konto." in page.text
    assert reverse("user_deactivate", args=[administrator.pk]) not in page.text
    assert reverse("position_give", args=[administrator.pk]) not in page.text
    told = submit(admin, reverse("user_deactivate", args=[administrator.pk]), follow=True)
    assert "Du kan inte ändra din egen behörighet." in told.text
    facts = {"role": Role.LOG_REVIEWER, "valid_from": "i dag"}
    assert submit(admin, reverse("position_give", args=[administrator.pk]), facts).status_code == 422
    administrator.refresh_from_db()
    assert (administrator.is_active, administrator.role) == (True, Role.ADMIN)


def test_whoever_leaves_open_cases_is_pointed_out_by_number_alone(admin, coach):
    EnrolmentFactory(coach=coach, work=True)
    EnrolmentFactory(person__last_name="Hemlig")
    position = coach.positions.get().pk
    pages = [reverse(name, args=[coach.pk]) for name in ("position_give", "user_deactivate")]
    pages.append(reverse("position_end", args=[coach.pk, position]))
    detail = reverse("user_detail", args=[coach.pk])
    for more, sentence in [(0, ""), (1, "är coach i 1 öppet ärende."), (2, "är coach i 3 öppna ärenden.")]:
        EnrolmentFactory.create_batch(more, coach=coach, person__last_name="Hemlig")
        for page in map(admin.get, pages):
            assert "Hemlig" not in page.text
            if sentence:
                assert f"{coach} {sentence} De behöver en annan coach." in page.text
            else:
                assert "De behöver en annan coach" not in page.text
    shown = admin.get(detail)
    assert shown.context["open_cases"] == 3
    assert "Hemlig" not in shown.text


def test_an_administrator_opens_no_case(admin):
    case = EnrolmentFactory()
    for path in (f"/arenden/{case.pk}/", f"/arenden/{case.pk}/moten", f"/arenden/{case.pk}/historik", "/aspiranter"):
        assert admin.get(path).status_code == 403, path
    assert admin.post("/sok", {"q": case.case_no}).status_code == 403


def test_users_are_a_place_for_administrators(admin):
    page = admin.get(reverse("user_list"))
    current = [place.label for place in page.context["shell"].navigation if place.is_current]
    assert current == ["Användare"]
