"""The generated theme holds WCAG's contrasts in both schemes: text 4.5:1, borders of controls 3:1."""

import re
from pathlib import Path

import pytest

COLORS = ["accent", "neutral", "danger", "warning", "success", "info"]
SURFACES = ["background-default", "background-tinted", "surface-default", "surface-tinted"]


def tokens():
    """The colour tokens of the light and of the dark scheme."""
    css = Path("static/css/theme.css").read_text()
    dark_starts = css.index('[data-color-scheme="dark"] {')
    schemes: dict[str, dict[str, str]] = {"light": {}, "dark": {}}
    for match in re.finditer(r"--ds-color-([a-z-]+): (#[0-9a-fA-F]{6})", css):
        schemes["dark" if match.start() > dark_starts else "light"].setdefault(match[1], match[2])
    return schemes


def luminance(color):
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("color", COLORS)
def test_text_can_be_read(scheme, color):
    theme = tokens()[scheme]
    for text in ("text-subtle", "text-default"):
        for surface in SURFACES:
            for ground in (color, "neutral"):
                assert contrast(theme[f"{color}-{text}"], theme[f"{ground}-{surface}"]) >= 4.5, (text, surface, ground)
    assert contrast(theme[f"{color}-base-contrast-default"], theme[f"{color}-base-default"]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("color", COLORS)
def test_borders_of_controls_can_be_seen(scheme, color):
    theme = tokens()[scheme]
    for surface in SURFACES[:3]:
        assert contrast(theme[f"{color}-border-default"], theme[f"neutral-{surface}"]) >= 3, surface
