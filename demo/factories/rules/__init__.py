"""Rules about a referred person, and what they have answered."""
