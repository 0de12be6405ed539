"""Files with many persons: asking for one, and deciding on one that somebody else has asked for."""
