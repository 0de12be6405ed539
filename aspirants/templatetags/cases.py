"""What the templates of a case page ask for."""

from __future__ import annotations

from django import template

from aspirants.case_frame import CaseFrame, frame_of
from aspirants.models import Enrolment

register = template.Library()


@register.simple_tag
def case_frame(enrolment: Enrolment, active_tab: str = "") -> CaseFrame:
    """The tabs and acts of a case page."""
    return frame_of(enrolment, active_tab)
