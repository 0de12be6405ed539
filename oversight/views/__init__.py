"""Frister: the list, the figures, the register, the forecast."""
