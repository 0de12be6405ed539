"""What the demo's templates ask for."""

from __future__ import annotations

from django import template

from demo.accounts import DemoAccount
from demo.accounts import demo_accounts as offered

register = template.Library()


@register.simple_tag
def demo_accounts() -> list[DemoAccount]:
    """The accounts that the sign-in page offers with one click."""
    return list(offered())
