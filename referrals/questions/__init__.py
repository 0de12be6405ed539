"""Questions and answers between a unit of a stadsdel and the jobbtorg, each message a disclosure (R-3-37)."""
