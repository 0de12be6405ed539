"""A text that was being typed, that a form was sent, and a note to oneself are known to their author only."""

from organisation.access.database_roles import PAGES, WORKER
from organisation.access.row_security import USER, Deletion, Policy, for_all_pages

POLICIES = [
    *for_all_pages(Policy("workbench_unsavedtext", "my own", f"author_id = {USER}")),
    *for_all_pages(Policy("workbench_sentform", "my own", f"sender_id = {USER}")),
    *for_all_pages(Policy("workbench_ownnote", "my own", f"author_id = {USER}")),
]

DELETIONS = [
    *(Deletion(table, (*PAGES, WORKER)) for table in ("workbench_unsavedtext", "workbench_sentform")),
    Deletion("workbench_ownnote", (WORKER,)),
]
