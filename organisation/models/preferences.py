"""How a user wants the screen: what can be chosen. The choices themselves stand on the user."""

from __future__ import annotations

from django.db import models


class ColorScheme(models.TextChoices):
    """The words of `data-color-scheme`, which the design system reads."""

    AUTO = "auto", "Som enheten är inställd"
    LIGHT = "light", "Ljust"
    DARK = "dark", "Mörkt"
