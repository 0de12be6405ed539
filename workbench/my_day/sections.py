"""Reading the sections of a page so that each may fail by itself."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, transaction

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Section:
    """One section: how it is read, from what has been read so far, and the section that it cannot be read without."""

    name: str
    read: Callable[[Mapping[str, Any]], Any]
    needs: str = ""


def read_sections(sections: Iterable[Section]) -> dict[str, Any]:
    """What each section is made of, by its name; one that could not be read is left out, with those that need it.

    One cannot be read when the database does not answer in time: it waits for a table that is being changed, or takes
    too long. All are read in one part of the transaction, in their order; after a failure that part is undone, and the
    others are read again.
    """
    left = list(sections)
    while True:
        found: dict[str, Any] = {}
        failed = ""
        try:
            with transaction.atomic():
                for section in left:
                    failed = section.name
                    found[section.name] = section.read(found)
            return found
        except OperationalError as fault:
            logger.warning("The section %s could not be read: %s", failed, type(fault).__name__)
            left = [section for section in left if failed not in (section.name, section.needs)]
