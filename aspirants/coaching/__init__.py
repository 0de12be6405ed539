"""The responsible coach, and who stands in: who may choose them, and when that takes a reason."""
