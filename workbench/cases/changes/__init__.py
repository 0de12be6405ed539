"""What has been changed in a case, in sentences: read from the versions that the database keeps."""

from workbench.cases.changes.reading import NO_CHANGES, ChangeEntry, ChangePage, changes_in
from workbench.cases.changes.words import NOT_SHOWN

__all__ = ["NOT_SHOWN", "NO_CHANGES", "ChangeEntry", "ChangePage", "changes_in"]
