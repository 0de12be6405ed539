"""Two migrations that ask to run outside a transaction; in an empty database only the second has a reason to."""

from tests.platform.awkward import OWN

__path__ = [*__path__, OWN]
