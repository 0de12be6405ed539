"""Forms about a case's coach, and about reasons and protection."""
