"""The administrator's pages for units and people. No page of the administration shows anything about an aspirant."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest

from organisation.administration import AdministratorsOnly, ReferenceAdmin, ValidityFilter
from organisation.models import District, DistrictJobbtorg, IncomeSupportUnit, Jobbtorg, Role, TargetGroup, User
from organisation.resources import (
    DistrictJobbtorgResource,
    DistrictResource,
    IncomeSupportUnitResource,
    JobbtorgResource,
    TargetGroupResource,
)
from organisation.second_factor import remove_second_factor

# One way in for everyone, so that its limits and its second factor hold here too.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# What a user may do follows from the role; e-mail addresses are the users' own field.
admin.site.unregister(Group)
admin.site.unregister(EmailAddress)
# Nobody looks at another's secrets, and the identity provider is configured in the environment alone.
admin.site.unregister([Authenticator, SocialAccount, SocialApp, SocialToken])


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
    list_display = ["code", "name", "refugee", "valid_from", "valid_to"]
    list_filter = [ValidityFilter, "refugee"]
    search_fields = ["code", "name"]


@admin.register(DistrictJobbtorg)
class DistrictJobbtorgAdmin(ReferenceAdmin):
    resource = DistrictJobbtorgResource
    list_display = ["district", "jobbtorg", "target_group", "is_default", "valid_from", "valid_to"]
    list_filter = [ValidityFilter, "is_default", "jobbtorg"]
    list_select_related = ["district", "jobbtorg", "target_group"]
    search_fields = ["district__name", "jobbtorg__name"]


class StaffRules(forms.ModelForm):
    """What the fields of a user promise each other."""

    def clean_email(self) -> str:
        """One spelling, so that nobody has two accounts."""
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        if facts.get("is_staff") and facts.get("role") != Role.ADMIN:
            self.add_error("is_staff", "Bara en systemförvaltare får öppna administrationen.")
        return facts


class NewUserForm(StaffRules, AdminUserCreationForm):
    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("email",)
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {}


class ChangeUserForm(StaffRules, UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {}


STAFF_FIELDS = ("role", "jobbtorg", "income_support_unit", "protected_access", "is_active", "is_staff")


@admin.register(User)
class UserAdmin(AdministratorsOnly, DjangoUserAdmin):
    """Users are added, moved and deactivated. Being superuser is no field: it is given on the command line only."""

    form = ChangeUserForm
    add_form = NewUserForm
    fieldsets = (
        (None, {"fields": ("email", "password")}),
        ("Namn", {"fields": ("first_name", "last_name", "signature")}),
        ("Roll och enhet", {"fields": STAFF_FIELDS}),
    )
    add_fieldsets = (
        (None, {"fields": ("email", "usable_password", "password1", "password2")}),
        ("Namn", {"fields": ("first_name", "last_name", "signature")}),
        ("Roll och enhet", {"fields": STAFF_FIELDS}),
    )
    filter_horizontal = ()
    list_display = ["email", "first_name", "last_name", "role", "jobbtorg", "income_support_unit", "is_active"]
    list_filter = ["is_active", "role", "protected_access", "jobbtorg", "income_support_unit"]
    list_select_related = ["jobbtorg", "income_support_unit"]
    list_per_page = 50
    date_hierarchy = "created_at"
    search_fields = ["email", "first_name", "last_name", "signature"]
    ordering = ["last_name", "first_name"]
    actions = ["take_second_factor_away"]

    @admin.action(description="Ta bort andra steget vid inloggning (ny app eller nyckel väljs vid nästa inloggning)")
    def take_second_factor_away(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """For colleagues who have lost both telephone and recovery codes."""
        for user in users:
            remove_second_factor(user)
        self.message_user(request, f"Andra steget är borttaget för {users.count()} användare.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Superusers are out of reach for everyone but superusers."""
        users: QuerySet[User] = super().get_queryset(request)
        return users if request.user.is_superuser else users.filter(is_superuser=False)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """Nobody changes their own role or locks themselves out."""
        form: type[forms.ModelForm] = super().get_form(request, obj, change=change, **kwargs)
        if obj is not None and obj.pk == request.user.pk:
            for name in STAFF_FIELDS:
                form.base_fields[name].disabled = True
        return form
