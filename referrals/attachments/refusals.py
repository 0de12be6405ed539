"""Why a file is not taken, as one sentence each."""

from __future__ import annotations

NOTHING_CHOSEN = "Välj en fil."
EMPTY = "Filen är tom. Välj en annan fil."
WRONG_KIND = "Filen är varken PDF, JPEG eller PNG. Spara den som PDF och välj den på nytt."
NOT_WHOLE = "Filen är inte hel. Spara eller skanna den på nytt och välj den igen."
LOCKED = "PDF-filen är låst med lösenord eller kryptering. Spara den utan lås och välj den på nytt."
MORE_THAN_IT_SAYS = "Filen innehåller något mer än bilden eller dokumentet. Skriv ut den som PDF och välj den på nytt."
ALREADY_THERE = "Filen finns redan bland bilagorna."
TOO_MANY = "Det finns redan fem bilagor. Ta bort en innan du lägger till en ny."
TOO_MANY_SENT = (
    "Remissen har redan fem bilagor, och alla är skickade. Dölj en som är fel innan du lägger till en annan."
)


class NotTakenError(Exception):
    """The file is not taken as an attachment. `message` is one Swedish sentence for the user."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
