"""What a session has proven about who uses it, when that is asked again, and what a change of factors ends."""
