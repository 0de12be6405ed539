"""Our pages' templates without their indentation, which would be a third of what a page sends."""

from __future__ import annotations

import re

from django.template import Origin
from django.template.loaders import filesystem

INDENTATION = re.compile(r"\n[ \t\r\n]+")


class Loader(filesystem.Loader):
    """Django's own, but that what stands between the end of a line and the next sign is left out as a page is read.

    Once in a process, because Django keeps compiled templates. A browser shows a line's end and a line's end with
    indentation alike; what a page puts into a template is not touched.
    """

    def get_contents(self, origin: Origin) -> str:
        """The text of a template: of HTML each line at the margin, of a letter as it is written."""
        contents: str = super().get_contents(origin)
        return INDENTATION.sub("\n", contents) if origin.name.endswith(".html") else contents
