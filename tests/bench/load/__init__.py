"""Many people at once: users of locust walk the pages of a measured city, which production's own command serves.

What locust imports (`locustfile`, `walks`, `forms`) needs neither Django nor anything of the project: locust has an
environment of its own (`environment`), because its gevent is no part of what is measured.
"""
