"""The user's own settings: kept for the user alone, and in force on the next page."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.urls import reverse

from demo.factories import UserFactory
from organisation.models import ColorScheme, Role, User
from tests.visits import signed_in

pytestmark = pytest.mark.django_db
PATH = "/installningar"


def opening_tag(page: str) -> str:
    """The html element, which carries what the style sheets go by."""
    return page[page.index("<html") : page.index(">", page.index("<html"))]


@pytest.mark.parametrize("role", Role)
def test_everybody_has_settings_and_finds_them_in_the_own_menu(role: Role) -> None:
    page = signed_in(UserFactory(**{role.lower(): True})).get(PATH)
    assert page.status_code == 200
    assert f'<a href="{reverse("preferences")}">' in page.text.partition('class="shell-person"')[2]
    for name in ("notice_settings", "usersessions_list"):
        assert f'href="{reverse(name)}"' in page.text.partition("<main")[2]


def test_what_is_chosen_holds_on_the_next_page_and_for_nobody_else() -> None:
    coach, colleague = UserFactory.create_batch(2, coach=True)
    desk = signed_in(coach)
    before = desk.get("/hjalp").text
    assert 'data-color-scheme="auto" data-size="sm" data-density="default"' in opening_tag(before)
    assert 'data-shortcuts="on"' in before
    answer = desk.post(PATH, {"color_scheme": "dark", "compact_rows": "on"})
    assert (answer.status_code, answer["Location"]) == (302, PATH)
    after = desk.get(PATH).text
    assert 'data-color-scheme="dark" data-size="sm" data-density="compact"' in opening_tag(after)
    assert '<meta name="color-scheme" content="dark">' in after
    assert 'data-shortcuts="off"' in after
    assert "Inställningarna är sparade." in after
    assert 'data-density="default"' in opening_tag(signed_in(colleague).get("/hjalp").text)
    coach.refresh_from_db()
    assert (coach.shortcuts, coach.compact_rows, coach.color_scheme) == (False, True, ColorScheme.DARK)


def test_the_form_shows_what_holds() -> None:
    coach = UserFactory(coach=True, shortcuts=False, compact_rows=True, color_scheme=ColorScheme.LIGHT)
    form = signed_in(coach).get(PATH).context["form"]
    assert [form[name].value() for name in form.fields] == ["light", True, False]


def test_another_colour_than_those_offered_is_refused() -> None:
    coach = UserFactory(coach=True)
    answer = signed_in(coach).post(PATH, {"color_scheme": '"><script>'})
    assert answer.status_code == 422
    assert User.objects.get(pk=coach.pk).shortcuts, "nothing was stored"


def test_settings_leave_no_history() -> None:
    coach = UserFactory(coach=True)
    UserChange = apps.get_model("organisation", "UserChange")
    versions = UserChange.objects.count()
    assert versions > 0
    signed_in(coach).post(PATH, {"color_scheme": "dark"})
    assert UserChange.objects.count() == versions
