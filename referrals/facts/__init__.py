"""What a referral says: whom it is about, whether the guarantee covers it, what prevents it."""
