"""All rows about one person, of all lists, beside the register: which cases they make, and what remains to be decided.

Pure functions of what was read and of what was answered, so that the check and the bringing in come to the same.
"""
