"""What administrators and managers do with an import, one function a thing."""

from imports.operations.answering import answer_question
from imports.operations.asking import ask_for, stop_job
from imports.operations.choosing import choose_columns, choose_outcome, choose_policy, choose_value
from imports.operations.correcting import accept_proposals, correct_cell
from imports.operations.starting import add_files, start_import

__all__ = [
    "accept_proposals",
    "add_files",
    "answer_question",
    "ask_for",
    "choose_columns",
    "choose_outcome",
    "choose_policy",
    "choose_value",
    "correct_cell",
    "start_import",
    "stop_job",
]
