"""Whether a page may take the place of the answer to its form in the browser's history (static/js/refused.js)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from demo.factories import EnrolmentFactory, UserFactory
from organisation.access.written import FIELD, Written
from tests.visits import signed_in

pytestmark = pytest.mark.django_db


def test_a_form_that_stood_on_its_own_page(on_a_working_day: object) -> None:
    case = EnrolmentFactory()
    path, client = reverse("note_new", args=[case.pk]), signed_in(case.coach)
    assert "data-own-page" not in client.get(path).text
    refused = client.post(path, {FIELD: Written(case.coach.pk, path).mark(), "text": ""})
    assert refused.status_code == 422
    assert "data-own-page" in refused.text


@pytest.mark.parametrize("times", [1, 2])
def test_an_address_that_only_takes_forms(on_a_working_day: object, times: int) -> None:
    """However often it is refused: it could not be fetched."""
    user = UserFactory(coach=True)
    path, client = reverse("saved_view_keep"), signed_in(user)
    mark = Written(user.pk, reverse("aspirant_list")).mark()
    for _ in range(times):
        refused = client.post(path, {FIELD: mark, "list_key": "aspiranter", "name": ""})
        assert refused.status_code == 422
        assert "data-own-page" not in refused.text
        mark = refused.text.partition(f'name="{FIELD}" value="')[2].partition('"')[0]
    assert client.get(path).status_code == 405
