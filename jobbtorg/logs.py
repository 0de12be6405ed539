"""Log lines without persons: what libraries put into messages and tracebacks is masked before it is written."""

import logging
import re

# YYMMDD-NNNN and its relatives: with century, other signs, none, coordination numbers, interim letters.
IDENTITY_NUMBER = re.compile(r"(?<![\w-])(?:\d{2})?\d{6}[-+ ]?[\dA-Za-z]\d{3}(?![\w-])")
# PostgreSQL repeats the offending row's values in these lines.
ROW_VALUES = re.compile(r"^(DETAIL|CONTEXT):.*$", re.MULTILINE)


class DiscreetFormatter(logging.Formatter):
    """Formats like its parent, then masks identity numbers and leaves out row values, in tracebacks too."""

    def format(self, record: logging.LogRecord) -> str:
        """The finished text of the record."""
        text = IDENTITY_NUMBER.sub("[identity number]", super().format(record))
        return ROW_VALUES.sub(r"\1: [left out]", text)
