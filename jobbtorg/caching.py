"""The cache. It holds nothing that is needed: while its server is away, it answers as if it were empty.

Without this nobody could sign in while the server is down, because the limits on sign-in are counted there, and that on
searches while typing. They are not enforced then; that is written in the log.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as ServerAwayError
from redis.exceptions import TimeoutError as ServerSilentError

logger = logging.getLogger(__name__)


@contextmanager
def _server_may_be_away() -> Iterator[None]:
    try:
        yield
    except (ServerAwayError, ServerSilentError):
        logger.warning("The cache does not answer; limits on sign-in and on searches are not enforced")


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache, for the calls the product and its libraries make."""

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """As if the key were new."""
        added = True
        with _server_may_be_away():
            added = super().add(key, value, timeout, version)
        return added

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        found = default
        with _server_may_be_away():
            found = super().get(key, default, version)
        return found

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        with _server_may_be_away():
            super().set(key, value, timeout, version)

    def delete(self, key: Any, version: int | None = None) -> bool:
        deleted = False
        with _server_may_be_away():
            deleted = super().delete(key, version)
        return deleted

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """As if the key had been nothing before; raises ValueError where the server is there and the key is not."""
        counted = delta
        with _server_may_be_away():
            counted = super().incr(key, delta, version)
        return counted
