"""Notes, transfers and joinings as events of a case, and what history keeps of them."""

from casework.case_events import joining, notes, transfers

SOURCES = (*transfers.SOURCES, *joining.SOURCES, *notes.SOURCES)
HISTORY = (*transfers.HISTORY, *joining.HISTORY, *notes.HISTORY)
