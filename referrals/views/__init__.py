"""Pages about referrals: sending one, the lists, reading one, and what the jobbtorg or the sender decides."""
