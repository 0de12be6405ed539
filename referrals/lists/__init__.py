"""Several referrals in a list at once: rows that come in, what is stored of them, and what is wrong with each."""
