"""A list is cards on a telephone: each cell carries the words of its heading, which the style sheet puts before it."""

from tests.ui.test_tables import render

HEADINGS = '{% column "Markera" hidden=True %}{% column "Namn" %}{% column name order="frist" %}'


def test_the_cells_of_a_list_carry_the_words_of_their_heading():
    row = '<tr data-row><td>x</td><th scope="row">Anna</th><td class="one-line">i dag</td></tr>'
    html = render(
        f'{{% table "Lista" %}}{{% columns %}}{HEADINGS}{{% endcolumns %}}<tbody>{row * 2}</tbody>{{% endtable %}}',
        name='Sagt "sist"',
    )
    assert html.count('<td data-label="Markera">x</td>') == 2
    assert html.count('<th scope="row">Anna</th>') == 2
    assert html.count('<td data-label="Sagt &quot;sist&quot;" class="one-line">i dag</td>') == 2
    assert "data-label" not in html[: html.index("<tbody>")]


def test_a_cell_beyond_the_headings_is_left_as_it_is():
    html = render(
        '{% table "Lista" %}{% columns %}{% column "Namn" %}{% endcolumns %}'
        "<tbody><tr data-row><td>1</td><td>2</td></tr></tbody>{% endtable %}"
    )
    assert '<td data-label="Namn">1</td><td>2</td>' in html


def test_a_table_that_is_no_list_is_left_as_it_is():
    html = render(
        '{% table "Antal" %}{% columns %}{% column "Enhet" %}{% column "Antal" %}{% endcolumns %}'
        '<tbody><tr><th scope="row">A</th><td>3</td></tr></tbody>{% endtable %}'
    )
    assert "data-label" not in html
