"""How much the pages that take lists may be sent at once."""

from __future__ import annotations

from organisation.access.permissions import Act
from organisation.access.uploads import Uploads

MOST_TOGETHER = 60 * 1024 * 1024
"""So many bytes of files are sent at once: three of the largest."""

PAGES = frozenset({"import_new", "import_files", "import_corrected"})
"""The pages that take lists."""

UPLOADS = Uploads(Act.ADMINISTER, most_together=MOST_TOGETHER)
