"""The form on a page, as a browser would send it where nobody has typed anything."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser

_FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
_TOKEN = re.compile(r'name="csrfmiddlewaretoken"\s+value="(\w+)"')

Fields = list[tuple[str, str]]


def token_on(page: str) -> str:
    """The token against forgery of the page's first form; empty where it has none."""
    found = _TOKEN.search(page)
    return found[1] if found else ""


def fields_of(page: str, known_by: str) -> Fields:
    """Names and values of the form that has a field with the name `known_by`; raises ValueError where none has.

    Only that form is read as HTML: the machine that plays the browsers is the one that is measured.
    """
    mark = f'name="{known_by}"'
    form = next((form for form in _FORM.findall(page) if mark in form), None)
    if form is None:
        raise ValueError(f"no form of the page has a field {known_by}")
    reader = _Fields()
    reader.feed(form)
    return reader.found


def filled_in(fields: Fields, typed: Mapping[str, str]) -> Fields:
    """The form after somebody has typed so, or chosen: each answer in the place of what stood there."""
    return [*((name, value) for name, value in fields if name not in typed), *typed.items()]


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: Fields = []
        self._select, self._chosen, self._area = "", "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        name, value = facts.get("name") or "", facts.get("value") or ""
        if tag == "input" and name and (facts.get("type") not in ("radio", "checkbox") or "checked" in facts):
            self.found.append((name, value))
        elif tag == "select":
            self._select, self._chosen = name, ""
        elif tag == "option" and ("selected" in facts or not self._chosen):
            self._chosen = value
        elif tag == "textarea":
            self._area = name
            self.found.append((name, ""))

    def handle_data(self, data: str) -> None:
        if self._area:
            name, text = self.found[-1]
            self.found[-1] = (name, text + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.found.append((self._select, self._chosen))
        elif tag == "textarea":
            # A browser leaves out the line break that follows the tag.
            name, text = self.found[-1]
            self.found[-1], self._area = (name, re.sub(r"^\r?\n", "", text)), ""
