"""What a sender may know of a referral and of what came after it."""
