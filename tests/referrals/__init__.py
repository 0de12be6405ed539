"""Referrals through their pages and operations: sending, following, receiving, and what each side may see."""
