"""Who may open what: the whole house on one page. A URL that is not listed here fails the test."""

from enum import Enum, auto

from organisation.models import Role

ANYONE = "anyone"
SIGNED_IN = frozenset(Role)
SENDERS = frozenset({Role.CASEWORKER, Role.DISTRICT_MANAGER})
JOBBTORG = frozenset({Role.COACH, Role.MANAGER})
MANAGER = frozenset({Role.MANAGER})
ADMIN = frozenset({Role.ADMIN})
REVIEWER = frozenset({Role.LOG_REVIEWER})
FIGURES = frozenset({Role.COACH, Role.MANAGER, Role.DISTRICT_MANAGER, Role.CENTRAL_COORDINATOR})

EXPECTED: dict[str, frozenset[Role] | str] = {
    # signing in, and what everybody has
    "account_login": ANYONE,
    "account_inactive": ANYONE,
    "demo_sign_in": ANYONE,
    "openid_connect_login": ANYONE,
    "openid_connect_callback": ANYONE,
    "mfa_authenticate": ANYONE,
    "health": ANYONE,
    "deep_health": ANYONE,
    "deep_health_by_its_other_name": ANYONE,
    "account_logout": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_reauthenticate": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "home": SIGNED_IN,
    "help": SIGNED_IN,
    "usersessions_list": SIGNED_IN,
    "session_stay": SIGNED_IN,
    "session_lock": SIGNED_IN,
    "unsaved_keep": SIGNED_IN,
    "unsaved_drop": SIGNED_IN,
    "notices": SIGNED_IN,
    "notices_read": SIGNED_IN,
    "notice_settings": SIGNED_IN,
    "notice_open": SIGNED_IN,
    # referrals
    "referral_inbox": SENDERS | JOBBTORG,
    "referral_detail": SENDERS | JOBBTORG,
    "referral_of_clock": SENDERS | JOBBTORG,
    "referral_of_case": SENDERS | JOBBTORG,
    "referral_reveal": SENDERS | JOBBTORG,
    "search": SENDERS | JOBBTORG,
    "search_city": JOBBTORG,
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
    "referral_return": JOBBTORG,
    "referral_complete": SENDERS,
    "referral_lapse": MANAGER,
    "referral_register": JOBBTORG,
    "referral_protection": JOBBTORG,
    # cases
    "aspirant_list": JOBBTORG,
    "case": JOBBTORG,
    "case_meetings": JOBBTORG,
    "case_referral": JOBBTORG,
    "case_history": JOBBTORG,
    "case_reveal": JOBBTORG,
    "case_protection": JOBBTORG,
    "open_protected": JOBBTORG,
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
    "case_work": JOBBTORG,
    "job_offer_new": JOBBTORG,
    "job_offer_answer": JOBBTORG,
    "activity_new": JOBBTORG,
    "activity_agree": JOBBTORG,
    "case_interruption": JOBBTORG,
    "follow_up_hold": JOBBTORG,
    "close_case": JOBBTORG,
    # deadlines
    "deadlines": JOBBTORG,
    "deadlines_file": JOBBTORG,
    "burn_down_file": JOBBTORG,
    "deadlines_chosen": JOBBTORG,
    "deadlines_forecast": JOBBTORG,
    "deadlines_forecast_file": JOBBTORG,
    "breaches": JOBBTORG,
    "breaches_file": JOBBTORG,
    "clock_explain": JOBBTORG,
    "clock_pause": JOBBTORG,
    "clock_resume": JOBBTORG,
    "breach_explain": JOBBTORG,
    "contact_attempt": JOBBTORG,
    "clock_confirm": MANAGER,
    "clock_excuse": MANAGER,
    "policy_list": ADMIN,
    "policy_change": ADMIN,
    "policy_drop": ADMIN,
    # figures
    "statistics": FIGURES,
    "statistics_csv": FIGURES,
    "standing": FIGURES,
    "standing_file": FIGURES,
    # users
    "invitation": ANYONE,
    "user_list": ADMIN,
    "user_invite": ADMIN,
    "user_detail": ADMIN,
    "user_invitation": ADMIN,
    "user_deactivate": ADMIN,
    "user_reactivate": ADMIN,
    "user_coach_group": ADMIN,
    "position_give": ADMIN,
    "position_end": ADMIN,
    "position_revoke": ADMIN,
    # the access log
    "access_log": REVIEWER,
    "access_log_csv": REVIEWER,
    "access_log_person": REVIEWER,
    "log_review_list": MANAGER,
    "log_review": MANAGER,
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
    }
)
"""Refused for everyone, because they declare no rule."""


class Object(Enum):
    """What a URL's key is the key of."""

    CASE = auto()
    REFERRAL = auto()
    CLOCK = auto()
    FOLLOW_UP = auto()
    BOOKING = auto()
    NOTICE = auto()
    DRAFT = auto()
    BATCH = auto()
    PERSON = auto()
    LOG_REVIEW = auto()
    USER = auto()


OBJECTS: dict[str, Object] = {
    **dict.fromkeys(
        (
            "case",
            "case_meetings",
            "case_referral",
            "case_history",
            "case_reveal",
            "log_meeting",
            "book_meeting",
            "assign_coach",
            "case_protection",
            "case_group_information",
            "case_plan",
            "plan_edit",
            "plan_propose",
            "plan_withdraw",
            "plan_answer",
            "plan_communicate",
            "plan_print",
            "case_work",
            "job_offer_new",
            "job_offer_answer",
            "activity_new",
            "activity_agree",
            "case_interruption",
            "close_case",
        ),
        Object.CASE,
    ),
    **dict.fromkeys(
        (
            "referral_detail",
            "referral_reveal",
            "referral_sent",
            "referral_withdraw",
            "referral_accept",
            "referral_enrol",
            "referral_decline",
            "referral_return",
            "referral_complete",
            "referral_lapse",
            "referral_protection",
        ),
        Object.REFERRAL,
    ),
    **dict.fromkeys(
        (
            "referral_of_clock",
            "clock_explain",
            "clock_pause",
            "clock_resume",
            "breach_explain",
            "clock_confirm",
            "clock_excuse",
            "contact_attempt",
        ),
        Object.CLOCK,
    ),
    **dict.fromkeys(
        (
            "referral_draft_who",
            "referral_draft_details",
            "referral_draft_check",
            "referral_draft_discard",
        ),
        Object.DRAFT,
    ),
    **dict.fromkeys(("import_check", "import_commit"), Object.BATCH),
    **dict.fromkeys(
        (
            "user_detail",
            "user_invitation",
            "user_deactivate",
            "user_reactivate",
            "user_coach_group",
            "position_give",
            "position_end",
            "position_revoke",
        ),
        Object.USER,
    ),
    "follow_up_hold": Object.FOLLOW_UP,
    "open_protected": Object.PERSON,
    "group_information_outcome": Object.BOOKING,
    "notice_open": Object.NOTICE,
    "log_review": Object.LOG_REVIEW,
}
"""The pages about one object. Who may open the page but not this object gets the 404 of one that does not exist."""

LEADS_ON = frozenset({"referral_of_case", "referral_draft_autosave"})
"""Pages with a key that answer alike whether the object is there or not, and say nothing of it."""

ON_THE_WAY_IN = frozenset({"mfa_authenticate"})
"""Open to visitors who have given their password, and to other visitors the way back to the sign-in."""

ON_TO_THE_OBJECT = frozenset({("case_reveal", "get")})
"""Pages that only lead on to the object's own page, which then is there or not."""

DEPENDS_ON_STATE = frozenset(
    {
        "demo_sign_in",
        "referral_new",
        "referral_register",
        "plan_propose",
        "plan_withdraw",
        "plan_answer",
        "plan_communicate",
        "plan_print",
        "breach_explain",
        # an identity provider that is not configured, and factors that nobody of these has
        "openid_connect_login",
        "openid_connect_callback",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_remove_webauthn",
    }
)
"""Pages about a part that the case may lack just now: then they too answer 404 for everybody."""
