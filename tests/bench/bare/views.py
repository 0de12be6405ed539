"""One view for all: the statements of a page, each in a plain table."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from organisation.models import User
from tests.bench.bare.statements import LOGGED, MET, statements_of

FIELDS = {"log-meeting": ("Dag", "Tid", "Hur", "Kom", "Ämnen", "Anteckning", "Nästa steg", "Nästa dag", "Nästa tid")}


def bare_page(request: HttpRequest, name: str, case: int = 0) -> HttpResponse:
    """The page's rows in plain tables; a POST writes a meeting and leads to the case."""
    user = request.user
    assert isinstance(user, User)
    values = {
        "user": user.pk,
        "unit": user.jobbtorg_id or user.income_support_unit_id,
        "case": case,
        "sought": f"%{request.GET.get('q', '')}%",
        "view": f"bare_{name}"[:40],
    }
    with connection.cursor() as cursor:
        cursor.execute(LOGGED, values)
        if request.method == "POST":
            cursor.execute(MET, values)
            return redirect("bare_case", name="case", case=case)
        tables = [_table(cursor, statement, values) for statement in statements_of(name)]
    return render(request, "bare_page.html", {"heading": name, "tables": tables, "fields": FIELDS.get(name, ())})


def _table(cursor: Any, statement: str, values: dict[str, Any]) -> dict[str, Any]:
    cursor.execute(statement, values)
    return {"columns": [column.name for column in cursor.description], "rows": cursor.fetchall()}
