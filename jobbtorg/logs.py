"""Log lines without persons: what libraries put into messages and tracebacks is left out before it is written.

What an exception says may be a name, a form's answers or a row of the database. A line tells where it happened and what
kind it was; the words of the exception are kept only for kinds that speak of the machine or the code. Imports nothing
of Django, because gunicorn logs in the same way.
"""

from __future__ import annotations

import copy
import logging
import re
import traceback
from collections.abc import Iterator
from types import TracebackType

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "discreet": {
            "()": "jobbtorg.logs.DiscreetFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Django's own handlers would write each line a second time.
    "loggers": {name: {"handlers": [], "propagate": True} for name in ("django", "django.server")},
}
"""To stderr only, where the machine collects it. No mail to administrators: a report repeats what people typed."""

LEFT_OUT = "[left out]"
# YYMMDD-NNNN and its relatives: with century, other signs, none, coordination numbers, interim letters.
IDENTITY_NUMBER = re.compile(r"(?<![\w-])(?:\d{2})?\d{6}(?:[-+ ]|%2B|%20)?[\dA-Za-z]\d{3}(?![\w-])")
# PostgreSQL repeats the offending row's values, or the statement with its values, in these lines.
ROW_VALUES = re.compile(r"^(DETAIL|CONTEXT|HINT|QUERY|STATEMENT|LINE \d+):.*(?:\n[ \t]*\^)?", re.MULTILINE)
# A value that the database could not read, wherever its message is repeated.
BAD_VALUE = re.compile(r"(invalid input (?:syntax|value) for [^:\n]+:|out of range:) \".*?\"")
E_MAIL = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
MOBILE_NUMBER = re.compile(r"(?<![\w.:-])(?:\+46 ?|0046 ?|0)(?:\(0\) ?)?7\d(?:[- ]?\d){7}(?!\w)")
QUERY = re.compile(r"(?<=[\w/])\?[^\s\"'<>]+")
# The messages of these exceptions are about machines and code, never about what somebody typed.
TELLING = {
    "builtins.AttributeError",
    "builtins.ImportError",
    "builtins.NameError",
    "builtins.NotImplementedError",
    "builtins.OSError",
    "django.core.exceptions.ImproperlyConfigured",
    "django.db.utils.OperationalError",
    "psycopg.OperationalError",
    "redis.exceptions.ConnectionError",
    "redis.exceptions.TimeoutError",
    "kombu.exceptions.OperationalError",
}
# Of a database error the names of schema objects and its code are written.
SCHEMA_NAMES = ("sqlstate", "table_name", "column_name", "constraint_name")


class DiscreetFormatter(logging.Formatter):
    """Formats like its parent, without what exceptions say, row values, identity numbers, addresses and queries."""

    def format(self, record: logging.LogRecord) -> str:
        """The finished text of the record."""
        record = copy.copy(record)
        record.exc_text = None  # another formatter may have left a talkative one
        record.msg, record.args = self._message(record), None
        text = IDENTITY_NUMBER.sub("[identity number]", super().format(record))
        text = ROW_VALUES.sub(rf"\1: {LEFT_OUT}", text)
        text = BAD_VALUE.sub(rf"\1 {LEFT_OUT}", text)
        text = QUERY.sub(f"?{LEFT_OUT}", text)
        text = E_MAIL.sub("[e-mail]", text)
        return MOBILE_NUMBER.sub("[telephone]", text)

    def formatException(  # noqa: N802 - the parent's name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """The traceback with every exception's place and kind, and its words where they are harmless."""
        return "".join(_error_lines(ei[1])).rstrip("\n") if ei[1] is not None else ""

    def _message(self, record: logging.LogRecord) -> str:
        """The message without the words of the exception it is about, and without an address that leads nowhere."""
        message = record.getMessage()
        if isinstance(record.exc_info, tuple):
            for error in _chain(record.exc_info[1]):
                if not _is_telling(error):
                    for words in sorted({repr(error), str(error), *map(str, error.args)}, key=len, reverse=True):
                        message = _without(message, words, LEFT_OUT)
        request = getattr(record, "request", None)
        if getattr(request, "resolver_match", None) is None:
            message = _without(message, getattr(request, "path", ""), "[unknown address]")
        return message


def _without(message: str, words: str, instead: str) -> str:
    """The message without the words, also as Django escapes them; single signs stay, they may stand anywhere."""
    for form in (words, words.encode("unicode_escape").decode()):
        message = message.replace(form, instead) if len(form.strip()) > 1 else message
    return message


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The exception and those it comes from, the first cause last."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _error_lines(error: BaseException) -> Iterator[str]:
    """The lines of a traceback as Python writes it, the first cause first."""
    for number, link in enumerate(reversed(list(_chain(error)))):
        if number:
            yield "\nwhich led to:\n\n"
        yield "Traceback (most recent call last):\n"
        yield from traceback.format_tb(link.__traceback__)
        yield f"{_kind(type(link))}: {_words(link)}\n"


def _words(error: BaseException) -> str:
    if _is_telling(error):
        return str(error)
    schema_names = {name: getattr(getattr(error, "diag", None), name, None) for name in SCHEMA_NAMES}
    names = ", ".join(f"{name} {value}" for name, value in schema_names.items() if value)
    return f"{LEFT_OUT} ({names})" if names else LEFT_OUT


def _is_telling(error: BaseException) -> bool:
    return not TELLING.isdisjoint(map(_kind, type(error).__mro__))


def _kind(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"
