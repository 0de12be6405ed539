"""Which pages act on something that others may change meanwhile, and so say what they showed; and which need not."""

NAME_WHAT_THEY_SHOWED = frozenset(
    {
        # a version of the plan
        "plan_edit",
        "plan_propose",
        "plan_withdraw",
        "plan_answer",
        "plan_communicate",
        # a follow-up, a case, its coach, its interruptions, the person's protection
        "follow_up_hold",
        "close_case",
        "assign_coach",
        "case_interruption",
        "case_protection",
        "referral_protection",
        # job offers and insatser that wait, invitations
        "job_offer_answer",
        "activity_agree",
        "group_information_outcome",
        # clocks and their rules
        "clock_pause",
        "clock_resume",
        "clock_confirm",
        "clock_excuse",
        "breach_explain",
        "deadlines_chosen",
        "policy_change",
        "policy_drop",
        # referrals
        "referral_accept",
        "referral_enrol",
        "referral_decline",
        "referral_return",
        "referral_complete",
        "referral_lapse",
        "referral_withdraw",
        "referral_draft_check",
        # a user's account, positions and group
        "position_give",
        "position_end",
        "position_revoke",
        "user_deactivate",
        "user_reactivate",
        "user_coach_group",
    }
)

ADDS = "adds a row of its own and acts on nothing that stands there"
OWN = "the user's own, changed by nobody else"
READS = "changes nothing"

NEED_NOT = {
    "log_meeting": "adds a meeting, or says once how the booking named in the address went; a booking is never changed",
    "book_meeting": ADDS,
    "case_group_information": ADDS,
    "group_information_new": ADDS,
    "job_offer_new": ADDS,
    "activity_new": ADDS,
    "contact_attempt": ADDS,
    "referral_register": ADDS,
    "referral_new": ADDS,
    "open_protected": ADDS,
    "user_invite": ADDS,
    "user_invitation": "sends a new link to the account named in the address; nothing on the page decides about it",
    "import_list": ADDS,
    "import_commit": "the rows of a list are never changed after its check, and each is checked again",
    "log_review": "a review's sample is never changed, and it is finished once",
    "referral_draft_who": OWN,
    "referral_draft_details": OWN,
    "referral_draft_autosave": OWN,
    "referral_draft_discard": OWN,
    "notice_open": OWN,
    "notices_read": "names the newest notice that its page showed, and leaves later ones unread",
    "notice_settings": OWN,
    "demo_sign_in": "signs in as a user of the demo",
    "session_stay": OWN,
    "session_lock": OWN,
    "unsaved_keep": OWN,
    "unsaved_drop": OWN,
    "usersessions_list": OWN,
    "search": READS,
    "search_city": READS,
    "case_reveal": READS,
    "referral_reveal": READS,
    "access_log_person": READS,
}
"""Why the other pages that take a form need not say it. Signing in and out is allauth's and not looked at here."""
