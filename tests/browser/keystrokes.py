"""How long a task takes somebody who knows it, by the keystroke-level model: counted from the keys, never timed.

K, a key: 0.28 s (an average typist); P, to point: 1.1 s; M, to make up one's mind: 1.35 s; H, from keys to the mouse:
0.4 s (Card, Moran and Newell, 1980). A person decides before each question; within one, keys follow each other.
"""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

KEY, POINT, MIND, HAND = 0.28, 1.1, 1.35, 0.4


@dataclass
class Typist:
    """Somebody at the keyboard of a page, whose keys are counted."""

    page: Page
    keys: int = 0
    decisions: int = 0

    def decide(self) -> Typist:
        """Make up one's mind about the next question."""
        self.decisions += 1
        return self

    def press(self, *keys: str) -> Typist:
        """Press keys one after another; a combination, "Control+Enter", is as many as it has."""
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += len(key.split("+")) if len(key) > 1 else 1
        return self

    def type(self, text: str) -> Typist:
        """Type a text."""
        self.page.keyboard.type(text)
        self.keys += len(text)
        return self

    @property
    def seconds(self) -> float:
        """What the model says it takes."""
        return self.keys * KEY + self.decisions * MIND
