"""A notice is its recipient's; anyone's doing may cause one. A letter may be queued by anyone; no page reads one.

But whether an invitation has been sent, an administrator sees: it has no text.
"""

from __future__ import annotations

from notices.choices import ALWAYS_SENT, ALWAYS_SENT_TO_MANAGERS, LetterKind
from notices.switched_off import SWITCHED_OFF
from organisation.access.database_roles import IMPORTER, PAGES, WORKER
from organisation.access.row_security import I_ADMINISTER, USER, Deletion, Policy, View, adding, for_all_pages, reading
from organisation.models import Role

MINE = f"recipient_id = {USER}"
IS_INVITATION = f"kind = '{LetterKind.INVITATION.value}'"


def _listed(kinds: tuple[str, ...]) -> str:
    return ", ".join(f"'{kind!s}'" for kind in kinds)


VIEWS = [
    # The user who causes a notice needs to know who has switched it off, and may not read a colleague's settings.
    View(
        SWITCHED_OFF,
        "SELECT settings.user_id, off.kind::text AS kind FROM notices_noticesettings settings"
        " JOIN organisation_user member ON member.id = settings.user_id"
        " CROSS JOIN unnest(settings.switched_off) AS off(kind)"
        f" WHERE off.kind NOT IN ({_listed(ALWAYS_SENT)})"
        f" AND NOT (member.role = '{Role.MANAGER.value}' AND off.kind IN ({_listed(ALWAYS_SENT_TO_MANAGERS)}))",
        readers=(*PAGES, IMPORTER),
    ),
    # For the deep health: how many letters nobody has tried to send, and since when.
    View(
        "notices_untried",
        "SELECT count(*) AS letters, min(not_before) AS since FROM notices_outboxmessage"
        " WHERE sent_at IS NULL AND failed_at IS NULL AND attempts = 0 AND not_before <= now()",
        readers=PAGES,
    ),
]

POLICIES = [
    *for_all_pages(Policy("notices_notice", "my own", MINE, "SELECT")),
    *for_all_pages(Policy("notices_notice", "my own, change", MINE, "UPDATE")),
    *for_all_pages(adding("notices_notice", "tell somebody")),
    Policy("notices_notice", "tell somebody while importing", "true", "INSERT", IMPORTER),
    *for_all_pages(Policy("notices_noticesettings", "my own", f"user_id = {USER}")),
    *for_all_pages(adding("notices_outboxmessage", "write to somebody")),
    reading("notices_outboxmessage", "administrators, invitations", f"{I_ADMINISTER} AND {IS_INVITATION}"),
]

DELETIONS = [Deletion("notices_outboxmessage", (WORKER,))]
"""Letters that were sent long ago."""
