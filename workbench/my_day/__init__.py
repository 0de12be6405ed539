"""Min dag: what needs doing, today's meetings, the caseload."""
