"""The one form for what happened in a case: a meeting, a follow-up, an answer to the plan, a contact attempt."""
