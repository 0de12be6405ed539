"""What became of a jobbtorg's referrals otherwise than enrolled, counted with reasons (R-1-41, R-4-42)."""
