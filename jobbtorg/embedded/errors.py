"""What can go wrong with the embedded servers, each as one sentence a person can act on."""


class EmbeddedServerError(Exception):
    """A server could not be started or stopped; the message is a whole sentence that says what to do."""
