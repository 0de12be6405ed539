import datetime

import pytest

from imports.models import *
from tests.imports.conftest import SAMPLE_A
from tests.imports.running import *

pytestmark = pytest.mark.django_db


def test_try(rosenlund, coaches, admin):

    batch = started(admin, rosenlund, {SAMPLE_A.name: SAMPLE_A.read_bytes()})
    for l in ImportList.objects.all():
        print(l.profile, l.as_of, l.fields, l.headings, l.control_total, l.rows_read)
    checked(admin, batch)
    print(batch.counts)
    for r in ImportRow.objects.all():
        print(r.line, r.verdict, [(i.code, i.severity, i.column, i.message) for i in r.issues.all()])
    brought_in(admin, batch)
    print(batch.counts)
    for r in ImportRow.objects.all():
        print(r.line, r.verdict, r.case_no, [(i.code, i.severity, i.message) for i in r.issues.all()])


def test_b(rosenlund, coaches, admin):
    from pathlib import Path

    p = Path("tests/data/Remisser HV 2008.xlsx")
    batch = started(admin, rosenlund, {p.name: p.read_bytes()}, as_of=datetime.date(2008, 6, 30))
    for l in ImportList.objects.all():
        print(l.profile, l.as_of, l.fields, l.headings, l.control_total, l.rows_read, l.refusal)
    brought_in(admin, batch)
    print(batch.counts)
    for r in ImportRow.objects.all():
        print(r.line, r.verdict, r.case_no, [(i.code, i.severity, i.message) for i in r.issues.all()])
    for q in ImportQuestion.objects.all():
        print(q.kind, q.sides, q.options)


def test_c(rosenlund, coaches, admin):
    from pathlib import Path

    p = Path("tests/data/Avslut T1 2009 Kista ungdom.csv")
    batch = started(admin, rosenlund, {p.name: p.read_bytes()})
    for l in ImportList.objects.all():
        print(
            l.profile,
            l.as_of,
            l.period_from,
            l.period_to,
            l.fields,
            l.headings,
            l.control_total,
            l.rows_read,
            l.refusal,
        )
    brought_in(admin, batch)
    print(batch.counts)
    for r in ImportRow.objects.all():
        print(r.line, r.verdict, r.case_no, [(i.code, i.severity, i.message) for i in r.issues.all()])
    for q in ImportQuestion.objects.all():
        print(q.kind, q.sides, q.options)
