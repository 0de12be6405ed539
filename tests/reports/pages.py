"""Pages of figures as they are met: opened, read, and taken apart."""

from __future__ import annotations

import re

from django.test import Client
from django.urls import reverse

from organisation.models import User


def page(client: Client, reader: User, status: int = 200, name: str = "statistics", **query: object) -> str:
    client.force_login(reader)
    response = client.get(reverse(name), query)
    assert response.status_code == status
    return response.content.decode()


def text(html: str) -> str:
    """The page as read: without tags, with single ordinary spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def table(html: str, caption: str) -> dict[str, list[str]]:
    """The cells of each row of the table with the caption, by the row's name."""
    found = next(one for one in re.findall(r"<table.*?</table>", html, re.S) if caption in one)
    rows = {}
    for row in re.findall(r"<tr>.*?</tr>", found, re.S):
        heading, *cells = [text(cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)]
        rows[heading] = cells
    return rows
