"""What excuses a clock that was not met: sources of evidence, and what is found in them."""
