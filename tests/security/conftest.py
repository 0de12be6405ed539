"""Fixtures of the platform's tests that start processes."""

from tests.platform.conftest import free_port as free_port
