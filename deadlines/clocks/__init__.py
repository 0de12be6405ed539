"""The life of a clock: its kind, when it starts, what meets it, when it ends."""
