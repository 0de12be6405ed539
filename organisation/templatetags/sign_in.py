"""What the templates of the sign-in pages ask for."""

from __future__ import annotations

from django import template

from organisation.sign_in import sections

register = template.Library()


@register.simple_tag
def sign_in_sections() -> list[str]:
    """The templates that packages add below the sign-in form."""
    return sections.sign_in_sections()
