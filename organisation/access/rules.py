"""Who may open what. Every view declares its rule; a view that declares none is refused (audit.middleware)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import ResolverMatch
from django_htmx.middleware import HtmxDetails

from organisation.access.permissions import Act, may
from organisation.models import User

Visitor = User | AnonymousUser
View = TypeVar("View", bound=Callable[..., Any])


class StaffRequest(HttpRequest):
    """A request past the access rule of a view for signed-in users."""

    user: User
    htmx: HtmxDetails


@dataclass(frozen=True)
class AccessRule:
    """A named answer to "may this visitor open the view?"; what they see inside it is cut by `visible_to`.

    Whatever the condition says, a user whose position has ended is let in only where the rule says so.
    """

    name: str
    condition: Callable[[Visitor], bool]
    also_without_position: bool = False

    def allows(self, visitor: Visitor) -> bool:
        """Whether the visitor may open a view with this rule today."""
        if isinstance(visitor, User) and not visitor.has_position_today and not self.also_without_position:
            return False
        return self.condition(visitor)


anyone = AccessRule("anyone", lambda visitor: True, also_without_position=True)
signed_in = AccessRule("signed in", lambda visitor: visitor.is_authenticated)
# The one thing left to do for a user whose position has ended.
signing_out = AccessRule("signing out", lambda visitor: visitor.is_authenticated, also_without_position=True)


def allowed_to(act: Act) -> AccessRule:
    """Signed-in users whose role may do a thing (organisation/access/permissions.py)."""
    return AccessRule(act.value, lambda visitor: isinstance(visitor, User) and may(visitor, act))


def access(rule: AccessRule) -> Callable[[View], View]:
    """Declare who may open a view."""

    def declare(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]
        return view

    return declare


jobbtorg_staff = allowed_to(Act.WORK_IN_CASE)
administrators = allowed_to(Act.ADMINISTER)

# Views that come with a library cannot carry the decorator; they are declared here by URL name or namespace.
LIBRARY_VIEWS: dict[str, AccessRule] = {
    "account_login": anyone,
    "account_logout": signing_out,
    "account_inactive": anyone,
    "account_change_password": signed_in,
    "account_reauthenticate": signed_in,
    "usersessions_list": signed_in,
    # The page of the second factor finds the visitor in the session of the step before; without it, it redirects there.
    "mfa_authenticate": anyone,
    **dict.fromkeys(
        (
            "mfa_index",
            "mfa_reauthenticate",
            "mfa_activate_totp",
            "mfa_deactivate_totp",
            "mfa_view_recovery_codes",
            "mfa_generate_recovery_codes",
            "mfa_download_recovery_codes",
            "mfa_list_webauthn",
            "mfa_add_webauthn",
            "mfa_remove_webauthn",
            "mfa_reauthenticate_webauthn",
        ),
        signed_in,
    ),
}
# All that a session opens that has not yet proven the second factor it must prove (organisation.sign_in.second_factor):
# what proves it, and the way out,
PROVING_SECOND_FACTOR = frozenset(
    {"account_logout", "health", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "session_lock"}
)
# and, for a user who has none, where it is set up.
SETTING_UP_SECOND_FACTOR = frozenset({"account_reauthenticate", "mfa_activate_totp", "mfa_add_webauthn", "mfa_index"})
# What changes how one signs in, or shows what one could sign in with: only after showing who one is, a moment ago.
CHANGES_SIGN_IN = frozenset(
    {
        "account_change_password",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_deactivate_totp",
        "mfa_download_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_remove_webauthn",
        "mfa_view_recovery_codes",
    }
)
LIBRARY_NAMESPACES: dict[str, AccessRule] = {"admin": administrators}


def declared_rule(match: ResolverMatch) -> AccessRule | None:
    """The rule of the view a URL leads to, or None if nobody declared one."""
    rule: AccessRule | None = getattr(match.func, "access_rule", None)
    if rule is not None:
        return rule
    for namespace in match.namespaces:
        if namespace in LIBRARY_NAMESPACES:
            return LIBRARY_NAMESPACES[namespace]
    return LIBRARY_VIEWS.get(match.url_name or "")
