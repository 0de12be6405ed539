"""The floor: COPY into staging and INSERT … SELECT of the very rows that an import wrote, with their triggers."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.db import connection

from imports.models import ImportBatch, ImportedRecord, ImportIssue, ImportRow
from imports.register.tables import COLUMNS

OF_THE_IMPORT = {
    ImportRow._meta.db_table: "batch_id = {batch}",
    ImportIssue._meta.db_table: "row_id IN (SELECT id FROM imports_importrow WHERE batch_id = {batch})",
    ImportedRecord._meta.db_table: "batch_id = {batch}",
}
OF_THE_REGISTER = (
    "id IN (SELECT object_id FROM imports_importedrecord"
    " WHERE batch_id = {batch} AND created AND \"table\" = '{table}')"
)
SERIES = "organisation_numberseries"


@dataclass(frozen=True)
class Floor:
    """The rows of an import by table, as COPY writes them, in the order in which they can be written again."""

    tables: tuple[tuple[str, bytes], ...]
    rows: int

    @classmethod
    def taken(cls, batch: ImportBatch) -> Floor:
        """The rows of an import that has just been brought in."""
        tables, rows = [], 0
        with connection.cursor() as cursor:
            # The importer asks for rows by their keys alone; here whole tables are read.
            cursor.execute("SET LOCAL enable_seqscan = on")
        conditions = {model._meta.db_table: OF_THE_REGISTER for model in COLUMNS}
        # Rows of lists refer to cases, and records to rows.
        for table, condition in (*conditions.items(), *_PARENTS.items(), *OF_THE_IMPORT.items()):
            where = condition.format(batch=batch.pk, table=table)
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT count(*) FROM {table} WHERE {where}")
                rows += cursor.fetchone()[0]
                with cursor.copy(f"COPY (SELECT * FROM {table} WHERE {where}) TO STDOUT (FORMAT binary)") as out:
                    tables.append((table, b"".join(bytes(piece) for piece in out)))
        return cls(tuple(tables), rows)

    def seconds(self) -> float:
        """How long it takes to write them, where they have been taken back."""
        with connection.cursor() as cursor:
            began = time.perf_counter()
            for table, content in self.tables:
                cursor.execute(f"CREATE TEMP TABLE stage_{table} (LIKE {table}) ON COMMIT DROP")
                with cursor.copy(f"COPY stage_{table} FROM STDIN (FORMAT binary)") as into:
                    into.write(content)
                cursor.execute(f"INSERT INTO {table} SELECT * FROM stage_{table} ON CONFLICT DO NOTHING")
            return time.perf_counter() - began


_PARENTS = {
    "imports_importbatch": "id = {batch}",
    "imports_importfile": "batch_id = {batch}",
    "imports_importlist": "file_id IN (SELECT id FROM imports_importfile WHERE batch_id = {batch})",
}
