"""What surrounds every page: navigation, session, help."""
