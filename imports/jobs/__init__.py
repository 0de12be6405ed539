"""A list's check and its bringing in as jobs: asked for by a page, done by the importer (docs/decisions/096)."""
