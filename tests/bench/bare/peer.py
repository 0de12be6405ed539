"""The plain Django admin on the same rows: what a register costs that nobody designed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from aspirants.models import Enrolment
from deadlines.models import Breach, DeadlineClock
from meetings.models import Meeting
from referrals.models import QuestionThread, Referral

site = admin.AdminSite(name="peer")


class Listed(admin.ModelAdmin):  # type: ignore[type-arg]
    list_per_page = 50
    show_full_result_count = False

    def lookup_allowed(self, *args: Any, **kwargs: Any) -> bool:
        return True


class OfACase(admin.TabularInline):  # type: ignore[type-arg]
    extra = 0

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("enrolment")


class Meetings(OfACase):
    model = Meeting
    raw_id_fields = ("coach", "booked_by", "logged_by")


class Clocks(OfACase):
    model = DeadlineClock
    raw_id_fields = ("policy", "person", "jobbtorg", "counted_at", "ended_with")


@admin.register(Enrolment, site=site)
class Cases(Listed):
    list_display = ("case_no", "person", "status", "enrolled_on", "first_visit_on", "coach", "jobbtorg", "closed_on")
    list_select_related = ("person", "coach", "jobbtorg")
    search_fields = ("person__search_name",)
    raw_id_fields = ("person", "coach", "jobbtorg", "income_support_unit", "target_group")
    inlines = (Meetings, Clocks)


@admin.register(Referral, site=site)
class Referrals(Listed):
    list_display = ("number", "person", "status", "received_on", "clock", "unit", "jobbtorg")
    list_select_related = ("person", "clock__policy", "unit", "jobbtorg")
    raw_id_fields = tuple(field.name for field in Referral._meta.fields if field.is_relation)


@admin.register(QuestionThread, site=site)
class Questions(Listed):
    list_display = ("referral", "enrolment", "subject", "waits_for", "opened_at", "closed_at")
    list_select_related = ("referral", "enrolment")


@admin.register(DeadlineClock, site=site)
class Deadlines(Listed):
    list_display = ("reference", "person", "policy", "due_on", "status", "jobbtorg")
    list_select_related = ("person", "policy", "jobbtorg")


@admin.register(Breach, site=site)
class Breaches(Listed):
    list_display = ("clock", "jobbtorg", "due_on", "stamped_at", "cause", "comment")
    list_select_related = ("clock__policy", "jobbtorg")


@admin.register(Meeting, site=site)
class OneMeeting(Listed):
    raw_id_fields = ("enrolment", "coach", "booked_by", "logged_by")
