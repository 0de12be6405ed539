"""What the stadsdel and the jobbtorg do with a referral."""

from referrals.operations.completing import complete_referral, return_referral
from referrals.operations.deciding import accept_referral, decline_referral, enrol_referral, withdraw_referral
from referrals.operations.lapsing import lapse_referral
from referrals.operations.registering import register_paper_referral, register_walk_in
from referrals.operations.sending import submit_referral
from referrals.rules.answering import answer_fitness

__all__ = [
    "accept_referral",
    "answer_fitness",
    "complete_referral",
    "decline_referral",
    "enrol_referral",
    "lapse_referral",
    "register_paper_referral",
    "register_walk_in",
    "return_referral",
    "submit_referral",
    "withdraw_referral",
]
