"""Who reads the pages of figures; measures/scope.py says whose figures they see."""

from __future__ import annotations

from organisation.access.permissions import Act
from organisation.access.rules import allowed_to

reads_statistics = allowed_to(Act.READ_STATISTICS)
