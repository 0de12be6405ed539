"""Sections that other packages add to the sign-in page, below the form."""

from __future__ import annotations

_templates: list[str] = []


def register_sign_in_section(template: str) -> None:
    """Show a template below the sign-in form; packages call this when they are ready."""
    if template not in _templates:
        _templates.append(template)


def sign_in_sections() -> list[str]:
    """The registered templates, in the order they came."""
    return list(_templates)
