"""Transfers and joinings as events of a case, and what history keeps of them."""

from casework.case_events import joining, transfers

SOURCES = (*transfers.SOURCES, *joining.SOURCES)
HISTORY = (*transfers.HISTORY, *joining.HISTORY)
