"""What is typed about a referral, on its way to an operation. Screens are in plain Swedish."""
