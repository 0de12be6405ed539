"""The database roles, one for each kind of access, and what each is for. No role but the owner owns anything.

Names only, no Django: the embedded server makes the roles before there is any (jobbtorg/database/roles.py).
"""

from __future__ import annotations

OWNER = "jobbtorg_owner"
"""Owns the tables and changes them: migrations, reference data, the commands of an operator."""

WEB = "jobbtorg_web"
"""The pages. Row security shows it what the acting user may see, and nothing while nobody is named."""

STADSDEL = "jobbtorg_stadsdel"
"""The pages as staff of a stadsdel see them: another authority, with rows of its own and no more (OSL 8 kap. 1 §)."""

WORKER = "jobbtorg_worker"
"""Scheduled jobs. Sees every row, but only while the job says which it is."""

REPORTS = "jobbtorg_reports"
"""Figures: every case, but only the columns that are counted, none of which names a person. Writes nothing."""

REGISTRAR = "jobbtorg_registrar"
"""Whether a person is known in the city, and sending the referral: one person, once in the whole city (R-2-09)."""

JOINER = "jobbtorg_joiner"
"""Joining two records that are of one person, whose cases may be at two jobbtorg, and undoing it."""

IMPORTER = "jobbtorg_importer"
"""Checking old lists and bringing them into the register: a process of its own, which no page can become."""

LOG_READER = "jobbtorg_log_reader"
"""The access log and its seals, for those who check them from outside."""

LOGINS = (OWNER, WEB, WORKER, IMPORTER, REPORTS, LOG_READER)
"""Roles a process or a person may connect as. A role without a password exists but cannot sign in."""

ENTERED_ROLES = (STADSDEL, REPORTS, REGISTRAR, JOINER)
"""Roles the web process enters, for a request or for a part of it (organisation/access/acting.py)."""

CONNECTIONS = {WEB: 60, WORKER: 20, IMPORTER: 4, REPORTS: 8, LOG_READER: 4}
"""How many connections a login may have, so that none takes them all from the others (PostgreSQL allows 100 in all)."""

PAGES = (WEB, STADSDEL)
"""As whom a request is answered: staff of the stadsdelar as theirs, everybody else as the web."""

ALL = (OWNER, WEB, STADSDEL, WORKER, REPORTS, REGISTRAR, JOINER, IMPORTER, LOG_READER)
