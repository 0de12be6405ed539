"""The administrator's pages for units and people. No page of the administration shows anything about an aspirant."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from organisation.models import (
    CoachGroup,
    District,
    DistrictJobbtorg,
    IncomeSupportUnit,
    Jobbtorg,
    OpeningHours,
    TargetGroup,
    User,
)
from organisation.reference_tables.administration import AdministratorsOnly, ReferenceAdmin, ValidityFilter
from organisation.resources import (
    CoachGroupResource,
    DistrictJobbtorgResource,
    DistrictResource,
    IncomeSupportUnitResource,
    JobbtorgResource,
    OpeningHoursResource,
    TargetGroupResource,
)
from organisation.sign_in.proving.confirming import require_recent_proof
from organisation.sign_in.second_factor import remove_second_factor

# One way in for everyone, so that its limits and its second factor hold here too.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# What a user may do follows from the role; e-mail addresses are the users' own field, sessions their own business.
admin.site.unregister(Group)
admin.site.unregister(EmailAddress)
# Second factors are secret, and the identity provider is configured in the environment only.
admin.site.unregister([Authenticator, SocialAccount, SocialApp, SocialToken])
admin.site.unregister(UserSession)


@admin.register(District)
class DistrictAdmin(ReferenceAdmin):
    resource = DistrictResource
    list_display = ["name", "valid_from", "valid_to", "successor", "code"]
    list_filter = [ValidityFilter]
    list_select_related = ["successor"]
    search_fields = ["name", "code"]


@admin.register(IncomeSupportUnit)
class IncomeSupportUnitAdmin(ReferenceAdmin):
    resource = IncomeSupportUnitResource
    list_display = ["name", "district", "function", "mailbox", "valid_from", "valid_to", "code"]
    list_filter = [ValidityFilter, "function"]
    list_select_related = ["district"]
    search_fields = ["name", "code", "mailbox"]


@admin.register(Jobbtorg)
class JobbtorgAdmin(ReferenceAdmin):
    resource = JobbtorgResource
    list_display = ["name", "code", "kind", "parent", "address", "valid_from", "valid_to"]
    list_filter = [ValidityFilter, "kind"]
    list_select_related = ["parent"]
    search_fields = ["name", "code", "address"]


@admin.register(TargetGroup)
class TargetGroupAdmin(ReferenceAdmin):
    resource = TargetGroupResource
    list_display = ["code", "name", "second_step", "restricted", "valid_from", "valid_to"]
    list_filter = [ValidityFilter, "second_step", "restricted"]
    search_fields = ["code", "name"]


@admin.register(DistrictJobbtorg)
class DistrictJobbtorgAdmin(ReferenceAdmin):
    resource = DistrictJobbtorgResource
    list_display = ["district", "jobbtorg", "target_group", "is_default", "valid_from", "valid_to"]
    list_filter = [ValidityFilter, "is_default", "jobbtorg"]
    list_select_related = ["district", "jobbtorg", "target_group"]
    search_fields = ["district__name", "jobbtorg__name"]


@admin.register(CoachGroup)
class CoachGroupAdmin(ReferenceAdmin):
    """Who is in a group is chosen on the user's own page (workbench/users/views.py)."""

    resource = CoachGroupResource
    list_display = ["name", "jobbtorg", "code", "valid_from", "valid_to"]
    list_filter = [ValidityFilter, "jobbtorg"]
    list_select_related = ["jobbtorg"]
    search_fields = ["name", "code", "jobbtorg__name"]


@admin.register(OpeningHours)
class OpeningHoursAdmin(ReferenceAdmin):
    """When a jobbtorg is open, and the days on which it is closed. Bookings outside are warned of, never refused."""

    resource = OpeningHoursResource
    list_display = ["jobbtorg", "opens", "closes", "note", "valid_from", "valid_to"]
    list_filter = [ValidityFilter, "jobbtorg"]
    list_select_related = ["jobbtorg"]
    search_fields = ["jobbtorg__name", "note"]


class NameForm(forms.ModelForm):
    """What is the user's own: address and names."""

    def clean_email(self) -> str:
        """One spelling, so that nobody has two accounts."""
        return str(self.cleaned_data["email"]).lower()


STAFF_FIELDS = (
    "role",
    "jobbtorg",
    "income_support_unit",
    "coach_group",
    "protected_access",
    "position_until",
    "is_active",
    "is_staff",
)


@admin.register(User)
class UserAdmin(AdministratorsOnly, admin.ModelAdmin):
    """Addresses and names. Accounts and positions have pages of their own (workbench/users/views.py).

    Nobody sets another's password: with it they could read what that user may read.
    """

    form = NameForm
    fieldsets = (
        ("Namn", {"fields": ("email", "first_name", "last_name", "signature", "staff_id")}),
        ("Behörighet", {"fields": STAFF_FIELDS, "description": "Ändras på sidan Användare."}),
    )
    readonly_fields = STAFF_FIELDS
    list_display = ["email", "first_name", "last_name", "role", "jobbtorg", "income_support_unit", "is_active"]
    list_filter = ["is_active", "role", "protected_access", "jobbtorg", "income_support_unit"]
    list_select_related = ["jobbtorg", "income_support_unit"]
    list_per_page = 50
    date_hierarchy = "created_at"
    search_fields = ["email", "first_name", "last_name", "signature", "staff_id"]
    ordering = ["last_name", "first_name"]
    actions = ["take_second_factor_away"]

    @admin.action(description="Ta bort andra steget vid inloggning (ny app eller nyckel väljs vid nästa inloggning)")
    def take_second_factor_away(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """For colleagues who have lost both telephone and recovery codes."""
        require_recent_proof(request)
        for user in users:
            remove_second_factor(user)
        self.message_user(request, f"Andra steget är borttaget för {users.count()} användare.")

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """E-mail address and tjänste-id decide who signs in as this user."""
        require_recent_proof(request)
        return super().change_view(request, object_id, form_url, extra_context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Users are invited."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        """Only what was typed: role and unit may have been changed meanwhile."""
        obj.save(update_fields=form.changed_data)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Superusers are out of reach for everyone but superusers."""
        users: QuerySet[User] = super().get_queryset(request)
        return users if request.user.is_superuser else users.filter(is_superuser=False)
