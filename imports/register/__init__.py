"""From what was resolved to rows in the register: a few statements for a thousand persons."""
