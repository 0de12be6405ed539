"""What is asked before something is done with several clocks at once."""

from __future__ import annotations

from typing import Any

from core.forms import SeenForm
from deadlines.forms.clocks import BreachCauseForm
from deadlines.models import BreachCause


class BulkForm(SeenForm):
    """Nothing to fill in: only to be confirmed."""

    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of the operation."""
        return self.cleaned_data


class BulkCauseForm(BreachCauseForm):
    def as_operation(self) -> dict[str, Any]:
        """The answers as keywords of the operation."""
        return {**self.cleaned_data, "cause": BreachCause(self.cleaned_data["cause"])}
