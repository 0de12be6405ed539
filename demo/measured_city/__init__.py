"""A city for measuring: `manage.py seed`. Of any age, written set by set, believable in number and spread.

The SQL is in `sql/`: what stands at the top works out what happened, as tables of the schema `measured`; each file of
`sql/write/` then fills tables of its own, side by side with the others.
"""

from demo.measured_city.building import City, build_city
from demo.measured_city.mark import Mark, mark_of, write_mark

__all__ = ["City", "Mark", "build_city", "mark_of", "write_mark"]
