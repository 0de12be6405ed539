"""Checks that are programs of their own: known vulnerabilities, secrets, the bill of materials. `make security`."""
