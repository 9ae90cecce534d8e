"""Keeps text legible in every theme: colours with too little contrast to their background are adjusted."""

from collections.abc import Mapping

from textual.color import BLACK, WHITE, Color, ColorParseError

ENOUGH = 3.0
"""The contrast below which a colour is adjusted (WCAG's for large text); themes that reach it are unchanged."""
WANTED = 4.5
_WORDS = ("primary", "secondary", "accent", "warning", "error", "success")
_FAINT = {"text-muted": (60, 3.4), "text-disabled": (38, 2.8)}
"""The initial percentage of the foreground, and the target contrast."""
_BEHIND = ("background", "surface", "panel")


def contrast(first: Color, second: Color) -> float:
    """Return the contrast of two opaque colours as WCAG defines it: 1 for none, 21 for black on white."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def legible(variables: Mapping[str, str]) -> dict[str, str]:
    """Return a theme's variables with its text colours made as legible as possible."""
    changed = dict(variables)
    behind = [each for each in (_opaque(variables, name) for name in _BEHIND) if each is not None]
    foreground = _opaque(variables, "foreground")
    if foreground is None or len(behind) != len(_BEHIND):
        # The terminal's own colours, which only the terminal knows.
        return changed
    for name in (f"text-{word}" for word in _WORDS):
        colour = _opaque(variables, name)
        if colour is not None:
            changed[name] = _moved(colour, behind).hex
    for name, (first, wanted) in _FAINT.items():
        if variables.get(name) == f"auto {first}%":
            # Disabled text and placeholders never appear on a panel.
            where = behind if name == "text-muted" else behind[:2]
            changed[name] = f"auto {_percent(foreground, where, first, wanted)}%"
    footer = _opaque(variables, "footer-background")
    for name in ("footer-key-foreground", "footer-description-foreground"):
        colour = _opaque(variables, name)
        if colour is not None and footer is not None:
            changed[name] = _moved(colour, [footer]).hex
    return changed


def _luminance(colour: Color) -> float:
    parts = (each / 255 for each in colour.rgb)
    red, green, blue = (each / 12.92 if each <= 0.03928 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _opaque(variables: Mapping[str, str], name: str) -> Color | None:
    try:
        colour = Color.parse(variables.get(name, ""))
    except ColorParseError:
        return None
    return colour if colour.a == 1 and colour.ansi is None else None


def _worst(colour: Color, behind: list[Color]) -> float:
    return min(contrast(colour, each) for each in behind)


def _moved(colour: Color, behind: list[Color]) -> Color:
    """Return the colour, moved towards black or white if it has too little contrast."""
    if _worst(colour, behind) >= ENOUGH:
        return colour
    end = max((BLACK, WHITE), key=lambda each: _worst(each, behind))
    steps = (colour.blend(end, tenths / 10) for tenths in range(1, 11))
    return next((each for each in steps if _worst(each, behind) >= WANTED), end)


def _percent(foreground: Color, behind: list[Color], first: int, wanted: float) -> int:
    steps: tuple[int, ...] = (first, *range(first + 5 - first % 5, 100, 5))
    for percent in steps:
        if all(contrast(each.blend(foreground, percent / 100), each) >= wanted for each in behind):
            return percent
    return 100
