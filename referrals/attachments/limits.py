"""How many attachments there may be, and how large."""

from __future__ import annotations

from organisation.access.permissions import Act
from organisation.access.uploads import Uploads

MB = 1024 * 1024

MOST_BYTES = 10 * MB
"""Of one attachment."""

MOST_ATTACHMENTS = 5
"""Of one referral; what was hidden after it was sent counts no more."""

UPLOADS = Uploads(Act.SEND_REFERRAL, most_together=60 * MB, most_in_memory=MOST_BYTES)
"""A file that is too large is counted and thrown away while it comes, so that the page can say how large it was. Only
beyond 60 MB is the request refused by its head."""

PAGES = frozenset({"referral_draft_attachments", "referral_attachments"})
"""URL names of the pages that take a file."""
