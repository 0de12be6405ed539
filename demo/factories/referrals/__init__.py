"""Referrals, visits without one, and the rules that answer about them."""
