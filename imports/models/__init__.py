"""Imports, their files, lists and rows; what is decided about them; what the importer is asked to do."""

from imports.models.batches import ImportBatch, ImportFile, ImportList, ImportPart
from imports.models.decisions import HeadingChoice, ImportAnswer, ImportQuestion, ValueChoice
from imports.models.jobs import ImportJob, ImportJobQuerySet, ImportProgress, ImportStop
from imports.models.rows import CellCorrection, ImportedRecord, ImportIssue, ImportRow

__all__ = [
    "CellCorrection",
    "HeadingChoice",
    "ImportAnswer",
    "ImportBatch",
    "ImportFile",
    "ImportIssue",
    "ImportJob",
    "ImportJobQuerySet",
    "ImportList",
    "ImportPart",
    "ImportProgress",
    "ImportQuestion",
    "ImportRow",
    "ImportStop",
    "ImportedRecord",
    "ValueChoice",
]
