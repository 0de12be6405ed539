"""The coach of a case, of one or of several: the change, and what it does to what is booked."""
