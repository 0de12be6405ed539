"""The page where the manager of a jobbtorg answers what imported lists disagree about."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render

from audit.models import AccessKind
from audit.operations import log_access
from core.forms import get_or_post
from core.refusals import OperationRefused
from imports.models import ImportQuestion
from imports.operations import answer_question
from imports.pages.figures import counted
from imports.pages.questions import (
    about_conflicts,
    about_open_cases,
    questions_for,
    shown_questions,
    with_answers,
)
from organisation.access.permissions import Act
from organisation.access.rules import StaffRequest, access, allowed_to

CONFLICTS_A_PAGE, CASES_A_PAGE = 20, 100
LOGGED_AS = "Importfrågor"


@access(allowed_to(Act.DECIDE_ON_LISTS))
@get_or_post
def import_questions(request: StaffRequest) -> HttpResponse:
    """What the own unit's lists disagree about, side by side, and cases that may still go on."""
    questions = with_answers(questions_for(request.user))
    conflicts = Paginator(about_conflicts(questions), CONFLICTS_A_PAGE).get_page(request.GET.get("page"))
    cases = Paginator(about_open_cases(questions), CASES_A_PAGE).get_page(request.GET.get("arenden"))
    shown = [*conflicts.object_list, *cases.object_list]
    sentence = ""
    if request.method == "POST":
        try:
            with transaction.atomic():
                saved = _saved(request, shown, list(cases.object_list))
        except OperationRefused as refusal:
            sentence = refusal.message
        else:
            are = counted(saved, "svar är sparat", "svar är sparade")
            messages.success(request, f"{are}." if saved else "Inget svar var ändrat.")
            return redirect(request.get_full_path())
    log_access(request, AccessKind.READ, subject=LOGGED_AS)
    typed = request.POST if sentence else None
    context: dict[str, Any] = {
        "conflicts": conflicts,
        "cases": cases,
        "conflict_rows": shown_questions(conflicts.object_list, typed),
        "case_rows": shown_questions(cases.object_list, typed),
        "sentence": sentence,
    }
    context["for_all"] = context["case_rows"][0].options if context["case_rows"] else []
    return render(request, "imports/questions.html", context, status=422 if sentence else 200)


def _saved(request: StaffRequest, shown: list[ImportQuestion], cases: list[ImportQuestion]) -> int:
    """Store each answer that is new or another than before; returns how many."""
    for_all = request.POST.get("alla", "")
    saved = 0
    for question in shown:
        choice = request.POST.get(f"svar-{question.pk}", "")
        if for_all and question in cases:
            choice = for_all
        latest = next(iter(question.answers.all()), None)
        if choice and (latest is None or latest.choice != choice):
            answer_question(actor=request.user, question=question, choice=choice)
            saved += 1
    return saved
