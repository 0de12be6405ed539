"""Whether a process can work, and whether the work has been done."""
