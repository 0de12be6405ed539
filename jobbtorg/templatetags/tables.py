"""Lists over several rows: the table they stand in, its headings, and the address of another order or page.

Loaded as a builtin. The markup and the class names of a table are in `components/_table.html` and below:

    {% table "Öppna ärenden" zebra=True %}
      {% columns %}
        {% column "Namn" order="namn" sort=sorts.namn %}
        {% column "Möten" number=True %}
      {% endcolumns %}
      <tbody>
        <tr data-row><th scope="row">…</th><td class="number">…</td></tr>
      </tbody>
    {% endtable %}
"""

from __future__ import annotations

import re
from itertools import count
from typing import Any
from urllib.parse import urlencode

from django import template
from django.core.paginator import Page
from django.template.context import Context, RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

FIGURES = SafeString(' class="number"')

_HEADING = re.compile(r'<th scope="col"[^>]*>(.*?)</th>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_ROW_OR_CELL = re.compile(r"<(?:tr|t[dh])\b")


@register.simple_tag
def figure_link(said: object, url: str, *about: object) -> SafeString:
    """A figure in a cell as a link to the rows that it counts; plain where it counts none or leads nowhere.

    `about`: what it is the number of, for those to whom the table's headings are not read.
    """
    if not url or not said or said == "0":
        return format_html("{}", said)
    words = ", ".join(map(str, about))
    return format_html('<a class="ds-link" href="{}">{}<span class="ds-sr-only">, {}</span></a>', url, said, words)


@register.simple_block_tag(takes_context=True)
def table(
    context: Context,
    content: str,
    *caption: object,
    labelled_by: str = "",
    zebra: bool = False,
    hover: bool = False,
    kind: str = "",
) -> str:
    """The enclosed `{% columns %}` and rows as a table with a name, in a box that scrolls sideways.

    The name is either the caption (what is given, with spaces between; it is read aloud and not shown) or the heading
    on the page whose id is `labelled_by`. `zebra` tints every second row, `hover` the row under the pointer; `kind` is
    a further class of the table.

    Raises TemplateSyntaxError for a table without a name, or with two.
    """
    name = " ".join(str(part) for part in caption)
    if bool(name) == bool(labelled_by):
        raise template.TemplateSyntaxError("A table has a caption, or the id of its heading in labelled_by.")
    engine = context.template.engine  # type: ignore[union-attr]
    parts = {"caption": name, "labelled_by": labelled_by, "zebra": zebra, "hover": hover, "kind": kind}
    if "<tr data-row" in content:
        content = labelled(content)
    return engine.get_template("components/_table.html").render(context.new({"content": content, **parts}))


def labelled(content: str) -> SafeString:
    """The headings and rows of a list, each cell with the words of its heading in `data-label`.

    On a telephone a row is a card, and the style sheet puts these words before what the cell holds.
    """
    head, end, body = content.partition("</thead>")
    labels = [_TAG.sub("", label).strip() for label in _HEADING.findall(head)]
    number = count()

    def opening(match: re.Match[str]) -> str:
        nonlocal number
        if match[0] == "<tr":
            number = count()
        elif (place := next(number)) < len(labels) and match[0] == "<td":
            return f'<td data-label="{labels[place]}"'
        return match[0]

    return SafeString(head + end + _ROW_OR_CELL.sub(opening, body))  # nosec B703  # drawn and escaped already


@register.simple_block_tag
def columns(content: str) -> SafeString:
    """The headings of a table, one `{% column %}` each."""
    return format_html("<thead><tr>{}</tr></thead>", content)


@register.simple_tag(takes_context=True)
def column(
    context: RequestContext,
    label: str,
    *,
    number: bool = False,
    hidden: bool = False,
    order: str = "",
    sort: str = "none",
    anchor: str = "",
) -> SafeString:
    """The heading of one column.

    `number`: its cells are figures (and have the class of the same name). `hidden`: the heading is read aloud and not
    shown, for a column of buttons. `order`: a click on the heading opens the same list with `?ordning=` of this value,
    at the element whose id is `anchor`; `sort` says how the column is sorted now (a value of aria-sort).
    """
    kind = FIGURES if number else ""
    if order or anchor:
        url = f"{query_url(context, ordning=order) if order else ''}{f'#{anchor}' if anchor else ''}"
        link = '<th scope="col"{} aria-sort="{}"><a class="sort-link" href="{}">{}</a></th>'
        return format_html(link, kind, sort, url, label)
    if hidden:
        return format_html('<th scope="col"{}><span class="ds-sr-only">{}</span></th>', kind, label)
    return format_html('<th scope="col"{}>{}</th>', kind, label)


@register.simple_tag(takes_context=True)
def query_url(context: RequestContext, **changes: Any) -> str:
    """The current query string with keys replaced (None or "" removes one).

    A changed filter or order starts again on the first page, so `page` is dropped unless it is among the changes.
    A list that is also shown at another address, beside a form that was refused, gives its own as `list_address`.
    """
    query = context["request"].GET.copy()
    if "page" not in changes:
        query.pop("page", None)
    # A form of filters sends what is not chosen as well, with nothing in it.
    for empty in [key for key in query if query[key] == ""]:
        query.pop(empty)
    for key, value in changes.items():
        if value is None or value == "":
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"{context.get('list_address', '')}?{query.urlencode()}"


@register.simple_tag
def in_list(place: str, row: object) -> str:
    """The parameter by which the page of a row knows the list one came from: `place` is the list's path and query."""
    return urlencode({"lista": f"{place}#row-{row}"})


@register.inclusion_tag("components/_pagination.html", takes_context=True)
def paginate(context: RequestContext, page_obj: Page[Any], noun: str = "") -> dict[str, Any]:
    """ "Visar 1–50 av 600 aspiranter" and, when there is more than one page, links to the others (`?page=`).

    The noun is given in both numbers: "aspirant,aspiranter".
    """
    paginator = page_obj.paginator
    numbers = paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)
    steps = [
        {
            "number": number if isinstance(number, int) else None,
            "url": query_url(context, page=number) if isinstance(number, int) else "",
        }
        for number in numbers
    ]
    return {
        "page": page_obj,
        "noun": noun,
        "steps": steps if paginator.num_pages > 1 else [],
        "previous_url": query_url(context, page=page_obj.number - 1) if page_obj.has_previous() else "",
        "next_url": query_url(context, page=page_obj.number + 1) if page_obj.has_next() else "",
    }
