"""The forms of a page as a browser has them: where they go and what they carry unseen."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import resolve


@dataclass
class PostForm:
    """A form that changes something: its address, and its hidden fields except the one against forgery."""

    action: str
    hidden: dict[str, list[str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The URL name of the view that takes it."""
        return resolve(self.action.partition("?")[0]).view_name


class _Forms(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.found: list[PostForm] = []
        self.inside: PostForm | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        if tag == "form" and (facts.get("method") or "").lower() == "post":
            self.inside = PostForm(facts.get("action") or self.address)
            self.found.append(self.inside)
        if tag == "input" and facts.get("type") == "hidden" and self.inside is not None:
            name = facts.get("name") or ""
            if name != "csrfmiddlewaretoken":
                self.inside.hidden.setdefault(name, []).append(facts.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None


def post_forms(page: Any, address: str) -> list[PostForm]:
    """The forms of a page that was fetched from an address, in their order."""
    reader = _Forms(address)
    reader.feed(page.content.decode())
    return reader.found


def submit(
    client: Client,
    path: str,
    typed: dict[str, Any] | None = None,
    *,
    on: str = "",
    page: Any = None,
    follow: bool = False,
) -> Any:
    """Send the form that goes to `path`, with its hidden fields as the page has them and with what was typed.

    The page is the one at `on`, else at `path`, fetched now; or `page`, fetched before.
    """
    address = on or path
    page = client.get(address) if page is None else page
    forms = [form for form in post_forms(page, address) if form.action == path]
    assert forms, f"{address} has no form that goes to {path}"
    return client.post(path, {**forms[0].hidden, **(typed or {})}, follow=follow)
