"""What the two sides of a referral ask each other."""
