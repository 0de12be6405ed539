"""A text that was being typed is read by its author only."""

from organisation.access.row_security import USER, Policy, for_all_pages

POLICIES = [*for_all_pages(Policy("workbench_unsavedtext", "my own", f"author_id = {USER}"))]
