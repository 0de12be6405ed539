"""Pages of acts on a whole case."""
