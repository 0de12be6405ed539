"""The frame: who sees which places, and what waits there."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from demo.factories.notices import NoticeFactory
from demo.factories.people import UserFactory
from demo.factories.places import JobbtorgFactory
from demo.factories.referrals.sent import ReferralFactory
from workbench.frame import shell

pytestmark = pytest.mark.django_db

EVERYONE = [
    "coach",
    "manager",
    "caseworker",
    "district_coach",
    "district_manager",
    "central_coordinator",
    "admin",
    "log_reviewer",
]


def frame(user, path="/"):
    request = RequestFactory().get(path)
    request.user = user
    return shell.Shell(request)


def labels(trait):
    return [place.label for place in frame(UserFactory(**{trait: True})).navigation]


@pytest.mark.parametrize("trait", EVERYONE)
def test_nobody_sees_more_than_six_places(trait):
    assert len(labels(trait)) <= 6


def test_a_coach_gets_the_daily_places_first_and_nothing_to_administer():
    assert labels("coach")[:4] == ["Min dag", "Aspiranter", "Remisser", "Frister"]
    assert not {"Import", "Administration"} & set(labels("coach"))


def test_only_coaches_have_a_day():
    assert [trait for trait in EVERYONE if "Min dag" in labels(trait)] == ["coach", "district_coach"]


def test_only_the_administrator_sees_administration():
    assert [trait for trait in EVERYONE if "Administration" in labels(trait)] == ["admin"]


def test_only_those_who_may_search_get_the_field():
    assert frame(UserFactory(coach=True)).may_search
    assert not frame(UserFactory(admin=True)).may_search
    assert not frame(AnonymousUser()).may_search


def test_the_signed_out_see_no_places_and_have_no_shortcuts():
    visitor = frame(AnonymousUser())
    assert visitor.navigation == []
    assert not visitor.is_signed_in
    assert visitor.shortcuts == "off"


def test_a_page_below_a_place_belongs_to_it():
    coach = UserFactory(coach=True)
    current = [place.label for place in frame(coach, "/remisser/7/").navigation if place.is_current]
    assert current == ["Remisser"]
    assert [place.label for place in frame(coach).navigation if place.is_current] == ["Min dag"]


@pytest.mark.parametrize(("count", "shown"), [(0, ""), (1, "1"), (3, "3")])
def test_new_referrals_are_counted_beside_their_place(count, shown):
    jobbtorg = JobbtorgFactory()
    ReferralFactory.create_batch(count, jobbtorg=jobbtorg)
    [place] = [p for p in frame(UserFactory(coach=True, jobbtorg=jobbtorg)).navigation if p.label == "Remisser"]
    assert place.badge == shown


@pytest.mark.parametrize(("count", "shown"), [(0, ""), (99, "99"), (100, "99+")])
def test_unread_notices_are_counted_on_the_bell_up_to_a_cap(count, shown):
    coach = UserFactory(coach=True)
    NoticeFactory.create_batch(count, recipient=coach)
    NoticeFactory(recipient=coach, read=True)
    assert frame(coach).unread_notices == shown


def test_shortcuts_follow_the_users_choice():
    assert frame(UserFactory(shortcuts=True)).shortcuts == "on"
    assert frame(UserFactory(shortcuts=False)).shortcuts == "off"


def test_an_early_error_page_has_a_frame_without_a_user():
    assert shell.Shell(RequestFactory().get("/")).navigation == []


def test_the_frame_is_the_same_few_queries_however_much_waits(django_assert_num_queries):
    coach = UserFactory(coach=True)
    NoticeFactory.create_batch(5, recipient=coach)
    with django_assert_num_queries(1):
        view = frame(coach)
        assert view.navigation
        assert view.unread_notices == "5"


@pytest.mark.parametrize(
    ("role", "told"),
    [
        ("coach", {"Sök aspirant", "Logga möte", "Gå till Min dag", "Gå till Frister", "Uteblev", "Markera raden"}),
        ("manager", {"Sök aspirant", "Logga möte", "Gå till Frister", "Tilldela coach", "Markera raden"}),
        ("caseworker", {"Sök remiss"}),
        ("admin", set()),
        ("log_reviewer", set()),
    ],
)
def test_help_and_the_list_of_shortcuts_tell_of_those_that_the_role_has(client, role, told):
    client.force_login(UserFactory(**{role: True}))
    page = client.get("/hjalp").text.partition('id="kort"')
    everything = {"Sök aspirant", "Logga möte", "Gå till Min dag", "Gå till Frister", "Uteblev", "Markera raden"}
    everything |= {"Tilldela coach", "Sök remiss"}
    for part in (page[2].partition("<dialog")[0], page[2].partition('id="kortkommandon"')[2]):
        assert "Ctrl" in part
        assert {one for one in everything if one in part} == told


def test_shortcuts_that_are_switched_off_are_not_listed_and_help_says_where_to_switch_them_on(client):
    off = "Kortkommandon med en enda tangent är avstängda."
    for wanted in (True, False):
        client.force_login(UserFactory(coach=True, shortcuts=wanted))
        page = client.get("/hjalp").text.partition("<main")[2]
        assert page.count('href="/installningar"') == 3, "with the shortcuts, on the page and in the dialog, and alone"
        assert (off in page) != wanted
        assert ("<kbd>j</kbd>" in page) == wanted
        assert "<kbd>Ctrl</kbd>" in page
