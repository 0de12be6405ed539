"""Kapacitet: how much work there is, who has it, and where it has stopped."""
