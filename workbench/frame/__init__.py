"""What surrounds every page: navigation, session, unsaved text, help."""
