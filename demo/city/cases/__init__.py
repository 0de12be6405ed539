"""The invented cases: from referral to closing."""
