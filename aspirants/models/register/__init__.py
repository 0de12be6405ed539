"""What is known of a person beside the person's row: earlier numbers, other statements, and who is not the same."""
