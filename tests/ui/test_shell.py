"""The frame: who sees which places, and what waits there."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from organisation.models import Role, User
from workbench import shell


def frame(user, path="/"):
    request = RequestFactory().get(path)
    request.user = user
    return shell.Shell(request)


def labels(role):
    return [place.label for place in frame(User(role=role)).navigation]


@pytest.mark.parametrize("role", Role)
def test_nobody_sees_more_than_six_places(role):
    assert len(labels(role)) <= 6


def test_a_coach_gets_the_daily_places_and_no_administration():
    assert labels(Role.COACH) == ["Min dag", "Aspiranter", "Remisser", "Frister", "Statistik"]


def test_only_coaches_have_a_day():
    assert [role for role in Role if "Min dag" in labels(role)] == [Role.COACH]


def test_only_the_administrator_sees_administration():
    assert [role for role in Role if "Administration" in labels(role)] == [Role.ADMIN]


def test_the_signed_out_see_no_places_and_have_no_shortcuts():
    visitor = frame(AnonymousUser())
    assert visitor.navigation == []
    assert not visitor.is_signed_in
    assert visitor.shortcuts == "off"


def test_a_page_below_a_place_belongs_to_it():
    current = [place.label for place in frame(User(role=Role.COACH), "/remisser/7/").navigation if place.is_current]
    assert current == ["Remisser"]
    assert [p.label for p in frame(User(role=Role.COACH)).navigation if p.is_current] == ["Min dag"]


@pytest.mark.parametrize(("count", "shown"), [(0, ""), (-1, ""), (1, "1"), (99, "99"), (100, "99+")])
def test_a_badge_is_hidden_at_zero_and_capped(monkeypatch, count, shown):
    monkeypatch.setitem(shell.BADGE_COUNTS, "referral_inbox", lambda user: count)
    [remisser] = [p for p in frame(User(role=Role.COACH)).navigation if p.label == "Remisser"]
    assert remisser.badge == shown


def test_shortcuts_follow_the_users_choice():
    assert frame(User(role=Role.COACH, shortcuts=True)).shortcuts == "on"
    assert frame(User(role=Role.COACH, shortcuts=False)).shortcuts == "off"


def test_an_early_error_page_has_a_frame_without_a_user():
    assert shell.Shell(RequestFactory().get("/")).navigation == []
