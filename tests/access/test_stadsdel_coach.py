"""A coach employed by a stadsdel has no jobbtorg: its pages are refused, and none of them breaks."""

import pytest
from django.test import Client

from demo.factories import IncomeSupportUnitFactory, UserFactory


@pytest.fixture
def client_of_stadsdel(db):
    client = Client()
    client.force_login(UserFactory(coach=True, jobbtorg=None, income_support_unit=IncomeSupportUnitFactory()))
    return client


@pytest.mark.parametrize("path", ["/aspiranter", "/frister", "/gruppinformation", "/gruppinformation/ny"])
def test_the_pages_of_a_jobbtorg_are_refused(client_of_stadsdel, path):
    assert client_of_stadsdel.get(path).status_code == 403


def test_a_session_for_no_jobbtorg_cannot_be_planned(client_of_stadsdel):
    answers = {"day": "2026-12-01", "time": "9.00", "place": "Sal 1", "capacity": "5", "language": "svenska"}
    assert client_of_stadsdel.post("/gruppinformation/ny", answers).status_code == 403


def test_the_start_page_names_only_places_that_open(client_of_stadsdel):
    page = client_of_stadsdel.get("/")
    assert page.status_code == 200
    for place in page.context["shell"].navigation:
        assert client_of_stadsdel.get(place.url).status_code == 200
