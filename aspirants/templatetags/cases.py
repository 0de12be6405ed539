"""What the templates of a case page ask for."""

from __future__ import annotations

from django import template
from django.template.context import Context

from aspirants.case_frame import CaseFrame, frame_of
from aspirants.models import Enrolment

register = template.Library()


@register.simple_tag(takes_context=True)
def case_frame(context: Context, enrolment: Enrolment) -> CaseFrame:
    """The tabs and acts of a case page; `active_tab` in the context is the key of the page's tab, if it has one."""
    return frame_of(enrolment, str(context.get("active_tab", "")))
