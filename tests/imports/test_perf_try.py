import cProfile
import datetime
import os
import pstats
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aspirants.identity import display
from demo.identities import nth_number
from demo.names import ALL_SURNAMES, ALL_WOMEN
from imports.models import *
from tests.imports.running import *

pytestmark = pytest.mark.django_db
N = int(os.environ.get("N", "2000"))


def test_perf(rosenlund, coaches, admin):
    d0 = datetime.date(2008, 1, 7)
    rows = ["Pnr;Efternamn;Förnamn;Coach;Fr SDF;Inkom;Grupp-info;Coachmöte;JP godkänd;3 mån;Avsl.datum;Orsak"]
    days = [d0 + datetime.timedelta(days=i) for i in range(200)]
    days = [d for d in days if d.weekday() < 5]
    for n in range(N):
        d = days[n % len(days)]
        p = lambda k: (d + datetime.timedelta(days=k)).isoformat()
        rows.append(
            f"{display(nth_number(20000 + n))};{ALL_SURNAMES[n % len(ALL_SURNAMES)]};{ALL_WOMEN[(n * 7) % len(ALL_WOMEN)]};{['AL', 'PL', 'MB'][n % 3]};{['Östermalm', 'Norrmalm'][n % 2]};{p(0)};{p(2)};{p(3)};{p(4)};{p(95)};{p(120) if n % 3 == 0 else ''};{'jobb' if n % 3 == 0 else ''}"
        )
    content = "\r\n".join([*rows, ""]).encode()
    t = time.process_time()
    batch = started(admin, rosenlund, {"l.csv": content}, as_of=datetime.date(2008, 12, 31))
    print("read", time.process_time() - t)
    t = time.process_time()
    checked(admin, batch)
    print("check", time.process_time() - t)
    with as_role(WEB), acting_for(admin):
        choose_outcome(actor=admin, batch=batch, outcome=Outcome.CLOSED, outcome_on=datetime.date(2009, 1, 1))
        choose_policy(actor=admin, batch=batch, policy=Policy.GOOD_ROWS)
    prof = cProfile.Profile() if os.environ.get("PROF") else None
    t = time.process_time()
    if prof and os.environ["PROF"] == "check":
        prof.enable()
    checked(admin, batch)
    print("check2", time.process_time() - t)
    if prof:
        prof.disable()
    t = time.process_time()
    if prof and os.environ["PROF"] == "commit":
        prof.enable()
    with CaptureQueriesContext(connection) as q:
        asked(admin, batch, JobKind.COMMIT)
    print("commit", time.process_time() - t, len(q))
    slow = sorted(q.captured_queries, key=lambda x: -float(x["time"]))[:12]
    for s in slow:
        print(s["time"], s["sql"][:110].replace("\n", " "))
    print("sql total", sum(float(x["time"]) for x in q.captured_queries))
    if prof:
        prof.disable()
        pstats.Stats(prof).sort_stats("cumtime").print_stats(45)
    print(batch.counts["verdicts"], batch.counts["issues"])
