"""Who sees notes and templates: the jobbtorg whose case it is, and the jobbtorg whose texts they are."""

from __future__ import annotations

from aspirants.choices import CorrectedKind
from aspirants.row_security import emptying, in_my_case, of_case
from organisation.access.database_roles import WEB
from organisation.access.row_security import I_MANAGE, MY_JOBBTORG, Deletion, Policy, adding, history, reading

NOTES, TEMPLATES = "casework_casenote", "casework_notetemplate"

OWN_TEXTS = f"jobbtorg_id = {MY_JOBBTORG}"

POLICIES = [
    # Another jobbtorg that reads the case is told that there is a note; its words are no page's to show there.
    *of_case(NOTES),
    *history(NOTES, in_my_case(f"{NOTES}change.enrolment_id")),
    reading(TEMPLATES, "of my jobbtorg", OWN_TEXTS),
    adding(TEMPLATES, "of my jobbtorg, add", f"{OWN_TEXTS} AND {I_MANAGE}"),
    Policy(TEMPLATES, "of my jobbtorg, change", f"{OWN_TEXTS} AND {I_MANAGE}", "UPDATE"),
    Policy(TEMPLATES, "of my jobbtorg, remove", f"{OWN_TEXTS} AND {I_MANAGE}", "DELETE"),
]

FUNCTIONS = [emptying(CorrectedKind.NOTE, NOTES, {"text": "''"}, "thing.removed_at IS NOT NULL")]

DELETIONS = [Deletion(TEMPLATES, (WEB,))]
"""A template is about nobody; notes that were begun with it keep their words."""
