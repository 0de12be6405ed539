"""A migration that fails unless the ones before it have been committed."""

from tests.platform.awkward import OWN

__path__ = [*__path__, OWN]
