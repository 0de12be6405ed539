"""Pages leave the service compressed, once, and not for what other sites ask for (decision 098)."""

from __future__ import annotations

import gzip

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from jobbtorg.pages.compression import PageCompressionMiddleware

PAGE = "<p>Gulnara Testsson</p>" * 40


def answered(**headers: str) -> HttpResponse:
    """What a browser gets that says this."""
    middleware = PageCompressionMiddleware(lambda request: HttpResponse(PAGE))
    response = middleware(RequestFactory().get("/", headers={"Accept-Encoding": "gzip, br", **headers}))
    assert isinstance(response, HttpResponse)
    return response


@pytest.mark.django_db
def test_a_page_of_the_service_is_compressed() -> None:
    response = Client().get("/konto/login/", headers={"Accept-Encoding": "gzip, deflate, br"})
    assert response["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response["Vary"]
    assert b"<title>Logga in" in gzip.decompress(response.content)
    plain = Client().get("/konto/login/")
    assert "Content-Encoding" not in plain
    assert "Accept-Encoding" in plain["Vary"]


@pytest.mark.parametrize(
    ("asked_from", "compressed"), [("same-origin", True), ("none", True), ("same-site", False), ("cross-site", False)]
)
def test_what_another_site_has_asked_for_shows_its_own_length(asked_from: str, compressed: bool) -> None:
    response = answered(**{"Sec-Fetch-Site": asked_from})
    assert response.has_header("Content-Encoding") is compressed
    assert (len(response.content) < len(PAGE)) is compressed


def test_the_same_page_has_a_new_length_each_time() -> None:
    assert len({len(answered().content) for _ in range(50)}) > 10


def test_what_is_compressed_already_is_left_as_it_is() -> None:
    sent = HttpResponse(gzip.compress(PAGE.encode()), headers={"Content-Encoding": "gzip"})
    before = sent.content
    request = RequestFactory().get("/", headers={"Accept-Encoding": "gzip"})
    assert PageCompressionMiddleware(lambda request: sent)(request).content == before
