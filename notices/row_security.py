"""A notice is its recipient's; anyone's doing may cause one."""

from __future__ import annotations

from organisation.database_roles import IMPORTER
from organisation.row_security import USER, Policy, adding

MINE = f"recipient_id = {USER}"

POLICIES = [
    Policy("notices_notice", "my own", MINE, "SELECT"),
    Policy("notices_notice", "my own, change", MINE, "UPDATE"),
    adding("notices_notice", "tell somebody"),
    Policy("notices_notice", "tell somebody while importing", "true", "INSERT", IMPORTER),
]
