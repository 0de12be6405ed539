"""Many people at once: users of locust walk the pages of a measured city, which production's own command serves.

What locust imports (`locustfile`, `walks`, `forms`) needs neither Django nor anything of the project: locust has an
environment of its own (`environment`), because its gevent is no part of what is measured.
"""

from __future__ import annotations

from typing import Any


def run(*, scale: float, users: int, seconds: int = 60) -> dict[str, Any]:
    """The figures of the product ("page") and of the bare views ("bare") for so many people in the city of a scale."""
    # Here and not above: locust imports this package too, and has no Django.
    from tests.bench.load.running import measured
    from tests.bench.load.sites import SITES

    return {name: measured(site, scale=scale, users=users, seconds=seconds) for name, site in SITES.items()}
