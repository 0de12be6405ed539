"""How pages leave the service: the templates they are drawn from, compressed, and how long they took."""
