"""Old lists on their way in are the administrators'; what they say is encrypted and shown row by row, if at all."""

from __future__ import annotations

from aspirants.row_security import for_database_roles
from organisation.access.database_roles import IMPORTER
from organisation.access.row_security import I_ADMINISTER, Deletion, Policy

TABLES = ("imports_importbatch", "imports_importrow", "imports_importissue")

POLICIES = [
    *(Policy(table, "administrators", I_ADMINISTER) for table in TABLES),
    *(policy for table in TABLES for policy in for_database_roles(table, IMPORTER)),
]

DELETIONS = [Deletion(table, (IMPORTER,)) for table in TABLES]
