"""The page where the manager of a jobbtorg answers what imported lists disagree about."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
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
    answers_for_all,
    no_longer_asked,
    questions_for,
    shown_questions,
    with_answers,
)
from organisation.access.permissions import Act
from organisation.access.rules import StaffRequest, access, allowed_to

CONFLICTS_A_PAGE, CASES_A_PAGE = 20, 100
BROUGHT_IN = "Importen är redan införd. Svaret togs inte emot."
NOT_ASKED = "Frågan gäller inte längre. Svaret togs inte emot."
LOGGED_AS = "Importfrågor"
LONGEST_KEY = 18
"""Digits of a key that the database can have."""


@access(allowed_to(Act.DECIDE_ON_LISTS))
@get_or_post
def import_questions(request: StaffRequest) -> HttpResponse:
    """What the own unit's lists disagree about, side by side, and cases that may still go on."""
    questions = with_answers(questions_for(request.user))
    conflicts = Paginator(about_conflicts(questions), CONFLICTS_A_PAGE).get_page(request.GET.get("page"))
    cases = Paginator(about_open_cases(questions), CASES_A_PAGE).get_page(request.GET.get("arenden"))
    sentence, late = "", list[ImportQuestion]()
    if request.method == "POST":
        late = list(with_answers(no_longer_asked(request.user, _answered(request))))
        try:
            with transaction.atomic():
                saved = _saved(request, questions, list(cases.object_list))
            _refuse_late(request, late, any_case=bool(cases.object_list))
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
        "late_rows": shown_questions(late, typed),
        "sentence": sentence,
    }
    context["for_all"] = answers_for_all(context["case_rows"])
    return render(request, "imports/questions.html", context, status=422 if sentence else 200)


def _answered(request: StaffRequest) -> set[int]:
    """The keys of the questions to which the form has an answer."""
    names = (name.removeprefix("svar-") for name, choice in request.POST.items() if name.startswith("svar-") and choice)
    return {int(name) for name in names if name.isdecimal() and len(name) <= LONGEST_KEY}


def _refuse_late(request: StaffRequest, late: list[ImportQuestion], *, any_case: bool) -> None:
    """Raise OperationRefused where something was answered that nobody is asked any more; other answers are saved."""
    if any(question.asked for question in late) or (request.POST.get("alla") and not any_case):
        raise OperationRefused(BROUGHT_IN)
    if late:
        raise OperationRefused(NOT_ASKED)


def _saved(request: StaffRequest, questions: QuerySet[ImportQuestion], cases: list[ImportQuestion]) -> int:
    """Store each answer that is new or another than before; returns how many."""
    of_cases = {question.pk for question in cases}
    answered = {question.pk: question for question in [*questions.filter(pk__in=_answered(request)), *cases]}
    for_all = request.POST.get("alla", "")
    saved = 0
    for key, question in answered.items():
        choice = for_all if for_all and key in of_cases else request.POST.get(f"svar-{key}", "")
        latest = next(iter(question.answers.all()), None)
        if choice and (latest is None or latest.choice != choice):
            answer_question(actor=request.user, question=question, choice=choice)
            saved += 1
    return saved
