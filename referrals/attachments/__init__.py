"""Files that are sent with a referral: which are taken, what they are called, and how their content is kept."""
