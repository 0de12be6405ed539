"""How pages leave the service: the templates they are drawn from, their files, compression, how long they took."""
