"""Which steps cases, closings and transfers may take. A step that is not listed is refused."""
