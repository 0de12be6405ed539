"""Seals over the access log, and their verification."""
