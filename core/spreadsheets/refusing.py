"""Why a file is not read."""


class UnreadableFileError(Exception):
    """The message is one Swedish sentence or two: what is wrong with the file, and what to do about it."""
