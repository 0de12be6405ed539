"""Whether two records may be about one person: the product's one rule (decision 109)."""
