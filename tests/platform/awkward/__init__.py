"""Migrations that cannot be part of one transaction with all others, for a package that depends on no other."""
