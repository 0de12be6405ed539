"""A page as a tree of its elements, for tests that ask what stands in what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

EMPTY = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr", "use"})
UNSEEN = frozenset({"script", "style", "template", "head"})


@dataclass(eq=False)
class Element:
    """One element: its name, its attributes, and what stands in it, texts and elements in their order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parent: Element | None = None
    inside: list[Element | str] = field(default_factory=list)

    def all(self, *tags: str) -> Iterator[Element]:
        """The elements within, in the order of the page; of these names, or of any."""
        for part in self.inside:
            if isinstance(part, Element):
                if not tags or part.tag in tags:
                    yield part
                yield from part.all(*tags)

    def within(self, *tags: str) -> Element | None:
        """The nearest element around this one that has one of these names."""
        around = self.parent
        while around is not None and around.tag not in tags:
            around = around.parent
        return around

    def around(self) -> Iterator[Element]:
        """The elements around this one, the nearest first."""
        around = self.parent
        while around is not None:
            yield around
            around = around.parent

    def has(self, name: str) -> bool:
        """Whether the attribute is there, with whatever value."""
        return name in self.attributes

    def get(self, name: str) -> str:
        """The value of an attribute, or nothing."""
        return self.attributes.get(name, "")

    @property
    def classes(self) -> list[str]:
        """The names of its classes."""
        return self.get("class").split()

    @property
    def text(self) -> str:
        """What is read of it, with single spaces; what is hidden from everybody is not."""
        return " ".join(self._read().split())

    def _read(self) -> str:
        if self.tag in UNSEEN or self.has("hidden") or self.get("aria-hidden") == "true":
            return ""
        return "".join(part if isinstance(part, str) else part._read() for part in self.inside)

    @property
    def name(self) -> str:
        """What a link or a button is called."""
        return self.get("aria-label") or self.text


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.here = Element("document")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.inside.append(element)
        if tag not in EMPTY:
            self.here = element

    def handle_endtag(self, tag: str) -> None:
        around: Element | None = self.here
        while around is not None and around.tag != tag:
            around = around.parent
        if around is not None and around.parent is not None:
            self.here = around.parent

    def handle_data(self, data: str) -> None:
        self.here.inside.append(data)


def tree_of(page: str) -> Element:
    """The tree of a page's text."""
    builder = _Builder()
    builder.feed(page)
    return builder.root


def main_of(page: Element) -> Element:
    """The main part of a page."""
    return next(page.all("main"))
