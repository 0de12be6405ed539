"""The table component: what it draws, what it refuses, and that every table of ours is drawn by it."""

import re
from pathlib import Path

import pytest
from django.template import TemplateSyntaxError, engines
from django.test import RequestFactory

TEMPLATES = Path("templates")
TABLE = re.compile(r"\{% table\b(.*?)%\}(.*?)\{% endtable %\}", re.DOTALL)
INCLUDED = re.compile(r'\{% include "([^"]+)"')


def render(source, path="/lista", **context):
    html = engines["django"].from_string(source).render(context, RequestFactory().get(path))
    html = re.sub(r"\s+", " ", html)
    return re.sub(r"(?<=>) | (?=[<>])", "", html)


def ours():
    """Every template but those of the administration, which has Django's own tables and their looks."""
    return [path for path in sorted(TEMPLATES.rglob("*.html")) if not path.is_relative_to(TEMPLATES / "admin")]


def tables():
    """Each use of the component: the template, the arguments, and the rows with what is included in them."""
    for path in ours():
        for arguments, content in TABLE.findall(path.read_text()):
            included = [(TEMPLATES / name).read_text() for name in INCLUDED.findall(content)]
            yield str(path), arguments, "".join([content, *included])


def test_a_caption_names_the_table_and_the_box_it_scrolls_in():
    html = render('{% table "Planerade möten i version" number %}<tbody></tbody>{% endtable %}', number=2)
    assert '<caption class="ds-sr-only">Planerade möten i version 2</caption><tbody>' in html
    assert '<div class="table-scroll" role="region" aria-label="Planerade möten i version 2, tabell">' in html
    assert "aria-labelledby" not in html


def test_a_heading_on_the_page_names_both_instead():
    html = render('{% table labelled_by="moten" %}<tbody></tbody>{% endtable %}')
    assert html.count('aria-labelledby="moten"') == 2
    assert "<caption" not in html
    assert "aria-label=" not in html


@pytest.mark.parametrize("arguments", ["", '""', '"Möten" labelled_by="moten"'])
def test_a_table_has_one_name(arguments):
    with pytest.raises(TemplateSyntaxError):
        render(f"{{% table {arguments} %}}{{% endtable %}}")


def test_names_and_headings_are_escaped():
    html = render("{% table name %}{% columns %}{% column name %}{% endcolumns %}{% endtable %}", name='"<b>')
    assert "<b>" not in html
    assert html.count("&lt;b&gt;") == 3


@pytest.mark.parametrize(
    ("arguments", "attributes"),
    [
        ("", 'class="ds-table"'),
        ("zebra=True", 'class="ds-table" data-zebra'),
        ("hover=True", 'class="ds-table" data-hover'),
        ('zebra=True hover=True kind="to-do"', 'class="ds-table to-do" data-zebra data-hover'),
    ],
)
def test_how_the_rows_look_is_chosen(arguments, attributes):
    assert f"<table {attributes}>" in render(f'{{% table "Möten" {arguments} %}}{{% endtable %}}')


def test_headings_are_for_their_columns():
    source = '{% column "Namn" %}{% column "Möten" number=True %}{% column "Åtgärd" hidden=True %}'
    html = render(f"{{% columns %}}{source}{{% endcolumns %}}")
    assert html == (
        '<thead><tr><th scope="col">Namn</th><th scope="col" class="number">Möten</th>'
        '<th scope="col"><span class="ds-sr-only">Åtgärd</span></th></tr></thead>'
    )


@pytest.mark.parametrize("sort", ["none", "ascending", "descending"])
def test_a_heading_that_sorts_keeps_the_filter_and_says_how_it_is_sorted(sort):
    source = '{% column "Namn" order="-namn" sort=sort anchor="listan" number=True %}'
    assert render(source, "/lista?visa=nya&page=3&ordning=namn", sort=sort).strip() == (
        f'<th scope="col" class="number" aria-sort="{sort}">'
        '<a class="sort-link" href="?visa=nya&amp;ordning=-namn#listan">Namn</a></th>'
    )


@pytest.mark.parametrize(
    ("said", "url", "html"),
    [
        (
            3,
            "?a=1&b=2",
            '<a class="ds-link" href="?a=1&amp;b=2">3<span class="ds-sr-only">, Grupp Ek, brutna</span></a>',
        ),
        (0, "?a=1", "0"),
        ("0", "?a=1", "0"),
        ("5", "", "5"),
        ("–", "", "–"),
    ],
)
def test_a_figure_leads_to_its_rows_where_there_are_some(said, url, html):
    assert render('{% figure_link said url "Grupp Ek" "brutna" %}', said=said, url=url) == html


def test_no_template_draws_a_table_of_its_own():
    component = TEMPLATES / "components" / "_table.html"
    by_hand = re.compile(r'<table|<thead|<caption|scope="col"|class="[^"]*(?:ds-table|table-scroll|sort-link)')
    assert [str(path) for path in ours() if path != component and by_hand.search(path.read_text())] == []


def test_every_table_has_headings_for_columns_and_rows():
    found = list(tables())
    assert len(found) > 30, "the pattern finds the tables"
    without = [path for path, _, content in found if "{% column " not in content or 'scope="row"' not in content]
    assert without == []
