"""Walking through the pages of an import as a browser does, with the importer at work between them."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from organisation.models import Jobbtorg
from tests.imports.conftest import HEADER
from tests.imports.running import as_importer


def csv_file(*rows: str, name: str = "lista.csv", header: str = HEADER) -> SimpleUploadedFile:
    """A list with sample A's headings."""
    return SimpleUploadedFile(name, "\r\n".join([header, *rows]).encode())


def hand_in(
    client: Client, jobbtorg: Jobbtorg, *files: SimpleUploadedFile, path: str = "/import/ny", **typed: Any
) -> Any:
    """The answer to the form that takes files."""
    return client.post(path, {"files": list(files), "jobbtorg": jobbtorg.pk, **typed})


def led_on(client: Client, response: Any) -> Any:
    """The page that an answer leads to when the importer has been at work."""
    assert response.status_code == 302, response.text
    as_importer()
    return client.get(response.url, follow=True)


def as_guessed(page: Any) -> dict[str, Any]:
    """What the page of columns sends in when nothing on it is changed."""
    typed: dict[str, Any] = {}
    for form in page.context["forms"].all:
        for field in form:
            value = field.value()
            if value not in (None, False):
                typed[field.html_name] = value
    return typed


def address_of(page: Any) -> str:
    """Where a page is."""
    address: str = page.request["PATH_INFO"]
    return address


def at_columns(client: Client, jobbtorg: Jobbtorg, *files: SimpleUploadedFile, **typed: Any) -> Any:
    """The page of columns of a new import."""
    page = led_on(client, hand_in(client, jobbtorg, *files, **typed))
    assert address_of(page).endswith("/kolumner"), page.text
    return page


def at_check(client: Client, jobbtorg: Jobbtorg, *files: SimpleUploadedFile, **typed: Any) -> Any:
    """The page of the check of a new import, its columns as they were guessed."""
    columns = at_columns(client, jobbtorg, *files, **typed)
    page = led_on(client, client.post(address_of(columns), as_guessed(columns)))
    assert address_of(page).endswith("/kontroll"), page.text
    return page
