"""What other jobbtorg offer the own one, on pages of packages below (decision 071)."""

from __future__ import annotations

from typing import Any

from django import template

from casework.transfers.offers import offers_to

register = template.Library()


@register.inclusion_tag("casework/_offers.html", takes_context=True)
def offered_cases(context: dict[str, Any]) -> dict[str, Any]:
    """The cases that wait for the user's answer; nothing for everybody but managers."""
    return {"offers": offers_to(context["request"].user)}
