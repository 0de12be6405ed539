"""The forms of the pages of an import."""

from imports.forms.checks import OutcomeForm, PolicyForm
from imports.forms.columns import ListForm, WordsForm
from imports.forms.uploads import CorrectedForm, UploadForm

__all__ = ["CorrectedForm", "ListForm", "OutcomeForm", "PolicyForm", "UploadForm", "WordsForm"]
