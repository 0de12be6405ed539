"""Mina remisser: which referrals a unit's list shows, in which order, and what a row says."""
