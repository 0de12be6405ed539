"""A template never asks for a role: the view hands over what the user may do (organisation/access/permissions.py)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from organisation.models import Role

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"

_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_ROLE_NAME = re.compile(rf"""["']({"|".join(Role.values)})["']""")
_ROLE = re.compile(r"(?<!form)\.role\b|\brole\s*(?:==|!=)|(?<![\w.])role(?![\w=-])")


def roles_in(template: str) -> Iterator[str]:
    """Each tag that names a role or reads one. A form's own field `role` is a choice, not the user's right."""
    for tag in _TAG.findall(template):
        if _ROLE_NAME.search(tag) or _ROLE.search(tag):
            yield tag


def test_no_template_asks_for_a_role() -> None:
    found = {
        str(path.relative_to(TEMPLATES)): tags
        for path in sorted(TEMPLATES.rglob("*"))
        if path.is_file() and (tags := list(roles_in(path.read_text())))
    }
    assert found == {}


@pytest.mark.parametrize(
    "tag",
    [
        '{% if request.user.role == "MANAGER" %}',
        "{% if role == chosen %}",
        '{% elif kind == "COACH" %}',
        "{{ user.role }}",
        "{% firstof role name %}",
        "{% include 'x.html' with who='LOG_REVIEWER' %}",
    ],
)
def test_a_role_in_a_template_is_found(tag: str) -> None:
    assert list(roles_in(f"<p>{tag}</p>")) == [tag]


@pytest.mark.parametrize(
    "text",
    [
        '<div role="region">',
        "{{ user.get_role_display }}",
        "{{ reader.role_name }}",
        "{{ filters.form.role.as_field_group }}",
        "{% if may_change_protection %}",
        '{% include "workbench/help/_coach.html" %}',
    ],
)
def test_what_is_no_role_is_let_through(text: str) -> None:
    assert list(roles_in(text)) == []
