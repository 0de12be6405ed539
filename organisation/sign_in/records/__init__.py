"""What signing in leaves in the database: who may write it, and how it is kept."""
