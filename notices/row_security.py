"""A notice is its recipient's; anyone's doing may cause one."""

from __future__ import annotations

from organisation.database_roles import IMPORTER
from organisation.row_security import USER, Policy, adding, for_all_pages

MINE = f"recipient_id = {USER}"

POLICIES = [
    *for_all_pages(Policy("notices_notice", "my own", MINE, "SELECT")),
    *for_all_pages(Policy("notices_notice", "my own, change", MINE, "UPDATE")),
    *for_all_pages(adding("notices_notice", "tell somebody")),
    Policy("notices_notice", "tell somebody while importing", "true", "INSERT", IMPORTER),
]
