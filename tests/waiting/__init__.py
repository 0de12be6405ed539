"""Who waits for whom: rows that somebody holds, clients that are slow, keys that change."""
