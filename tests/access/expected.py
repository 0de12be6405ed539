"""Who may open what: the whole house on one page. A URL that is not listed here fails the test."""

from organisation.models import Role

ANYONE = "anyone"
SIGNED_IN = frozenset(Role)
SENDERS = frozenset({Role.CASEWORKER, Role.DISTRICT_MANAGER})
JOBBTORG = frozenset({Role.COACH, Role.MANAGER})
MANAGER = frozenset({Role.MANAGER})
ADMIN = frozenset({Role.ADMIN})
FIGURES = frozenset({Role.COACH, Role.MANAGER, Role.DISTRICT_MANAGER, Role.CENTRAL_COORDINATOR})

EXPECTED: dict[str, frozenset[Role] | str] = {
    # signing in, and what everybody has
    "account_login": ANYONE,
    "account_inactive": ANYONE,
    "demo_sign_in": ANYONE,
    "health": ANYONE,
    "account_logout": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "home": SIGNED_IN,
    "help": SIGNED_IN,
    "notices": SIGNED_IN,
    "notices_read": SIGNED_IN,
    "notice_open": SIGNED_IN,
    # referrals
    "referral_inbox": SENDERS | JOBBTORG,
    "referral_detail": SENDERS | JOBBTORG,
    "referral_of_promise": SENDERS | JOBBTORG,
    "referral_of_case": SENDERS | JOBBTORG,
    "referral_reveal": SENDERS | JOBBTORG,
    "search": SENDERS | JOBBTORG,
    "referral_new": SENDERS,
    "referral_draft_who": SENDERS,
    "referral_draft_details": SENDERS,
    "referral_draft_autosave": SENDERS,
    "referral_draft_check": SENDERS,
    "referral_draft_discard": SENDERS,
    "referral_sent": SENDERS,
    "referral_withdraw": SENDERS,
    "referral_accept": JOBBTORG,
    "referral_enrol": JOBBTORG,
    "referral_decline": MANAGER,
    # cases
    "aspirant_list": JOBBTORG,
    "case": JOBBTORG,
    "case_meetings": JOBBTORG,
    "case_referral": JOBBTORG,
    "case_history": JOBBTORG,
    "case_reveal": JOBBTORG,
    "log_meeting": JOBBTORG,
    "book_meeting": JOBBTORG,
    "assign_coach": JOBBTORG,
    "case_group_information": JOBBTORG,
    "group_information_list": JOBBTORG,
    "group_information_new": JOBBTORG,
    "group_information_outcome": JOBBTORG,
    # plans, follow-ups, closing
    "case_plan": JOBBTORG,
    "plan_edit": JOBBTORG,
    "plan_propose": JOBBTORG,
    "plan_withdraw": JOBBTORG,
    "plan_answer": JOBBTORG,
    "plan_communicate": JOBBTORG,
    "plan_print": JOBBTORG,
    "follow_up_hold": JOBBTORG,
    "close_case": JOBBTORG,
    # deadlines
    "deadlines": JOBBTORG,
    "breaches": JOBBTORG,
    "clock_explain": JOBBTORG,
    "clock_pause": JOBBTORG,
    "clock_resume": JOBBTORG,
    "breach_explain": JOBBTORG,
    "clock_confirm": MANAGER,
    # figures
    "statistics": FIGURES,
    "statistics_csv": FIGURES,
    # users
    "invitation": ANYONE,
    "user_list": ADMIN,
    "user_invite": ADMIN,
    "user_detail": ADMIN,
    "user_invitation": ADMIN,
    "user_deactivate": ADMIN,
    "user_reactivate": ADMIN,
    "position_give": ADMIN,
    "position_end": ADMIN,
    "position_revoke": ADMIN,
    # imports
    "import_list": ADMIN,
    "import_check": ADMIN,
    "import_commit": ADMIN,
}

NOT_SERVED = frozenset(
    {
        # allauth offers these; nobody signs up, and addresses and passwords are an administrator's business
        "account_signup",
        "account_email",
        "account_email_verification_sent",
        "account_confirm_email",
        "account_set_password",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_confirm_login_code",
        "account_reauthenticate",
    }
)
"""Refused for everyone, because they declare no rule."""
