"""Ending a case: what hangs on it and must be settled, and which days already stand in the statistics."""
