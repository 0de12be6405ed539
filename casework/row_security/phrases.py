"""Phrases may be removed; their history stays."""

from organisation.access.database_roles import PAGES
from organisation.access.row_security import Deletion

DELETIONS = [Deletion("casework_phrase", PAGES)]
