"""Our own two themes, each with its tokens for every depth of colour that a terminal may have."""

from collections.abc import Mapping
from enum import Enum

from textual.color import Color
from textual.theme import Theme


class Depth(Enum):
    """How many colours the terminal has. Where it has none, those of `FEW` are used and Textual drops them."""

    TRUE = "true"
    MANY = "256"
    FEW = "16"


DARK, LIGHT = "spauth-dark", "spauth-light"
NAMES = (DARK, LIGHT)
WORDS = ("primary", "accent", "warning", "error", "success")
"""The colours of words, besides foreground and dim."""

# fmt: off
_COLUMNS = ("foreground", "dim", "faint", "success", "warning", "error", "primary", "accent",
            "background", "surface", "panel", "button", "rule")
_TOKENS = {
    (DARK, Depth.TRUE): ("#e3e8ef", "#a3adbb", "#6f7b8b", "#5ccf8f", "#f2b84b", "#f77b8e", "#5aa9e6", "#c792ea",
                         "#0f141b", "#171e28", "#222b38", "#2c3747", "#3a4454"),
    (LIGHT, Depth.TRUE): ("#1b232d", "#4b5665", "#7a8593", "#156a39", "#7d4d00", "#b3203c", "#005fa8", "#7b3fa8",
                          "#f6f7f9", "#ffffff", "#e4e8ee", "#d8dee7", "#c3cad4"),
    # Exact colours of the palette of 256: Rich rounds bluish darks to black or to pure blue.
    (DARK, Depth.MANY): ("#e4e4e4", "#a8a8a8", "#767676", "#5fd787", "#ffaf5f", "#ff8787", "#5fafff", "#d787ff",
                         "#121212", "#1c1c1c", "#303030", "#444444", "#4e4e4e"),
    (LIGHT, Depth.MANY): ("#1c1c1c", "#4e4e4e", "#808080", "#005f00", "#5f5f00", "#af0000", "#005faf", "#8700af",
                          "#eeeeee", "#ffffff", "#e4e4e4", "#d0d0d0", "#bcbcbc"),
    # The terminal's own colours: bright names on dark; on light no yellow, green or cyan, which are too pale there.
    (DARK, Depth.FEW): ("ansi_default", "ansi_default", "ansi_bright_black", "ansi_bright_green",
                        "ansi_bright_yellow", "ansi_bright_red", "ansi_bright_cyan", "ansi_bright_magenta"),
    (LIGHT, Depth.FEW): ("ansi_default", "ansi_default", "ansi_bright_black", "ansi_black",
                         "ansi_black", "ansi_red", "ansi_black", "ansi_magenta"),
}
# fmt: on
_CHOSEN = 0.16
"""The share of the accent behind the chosen line: with more, an error's words could not be read there."""
_SHARES = {"wash": 14, "next": 35}
"""How many percent of a colour are behind a problem's words, and behind the next step's."""
_NEXT_OF_MANY = {DARK: "#626262", LIGHT: "#bcbcbc"}
_PARTS = (*WORDS, "foreground", "background", "surface", "panel")


def themes(depth: Depth) -> tuple[Theme, ...]:
    """Return both themes as they are for a depth of colour."""
    return tuple(_theme(name, depth) for name in NAMES)


def tokens(variables: Mapping[str, str], *, ansi: bool) -> dict[str, str]:
    """Return the tokens that Textual does not know, made of a theme's variables; a theme may define its own."""
    if ansi:
        none = dict.fromkeys(
            ("button", "chosen", *(f"{use}-{word}" for use in _SHARES for word in WORDS)), "transparent"
        )
        return {"dim": "ansi_default", "faint": "ansi_bright_black", "rule": "ansi_bright_black"} | none
    surface, foreground = Color.parse(variables["surface"]), Color.parse(variables["foreground"])
    dim, faint = (_percent(variables[name]) for name in ("text-muted", "text-disabled"))
    greys = {"dim": dim, "faint": faint, "rule": 0.25, "button": 0.12}
    made = {name: surface.blend(foreground, share).hex for name, share in greys.items()}
    made["chosen"] = surface.blend(Color.parse(variables["accent"]), _CHOSEN).hex
    return made | {f"{use}-{word}": f"{variables[word]} {share}%" for use, share in _SHARES.items() for word in WORDS}


def _percent(shade: str) -> float:
    """Return the share that a shade such as `auto 60%` has of the foreground."""
    return float(shade.removeprefix("auto ").rstrip("%")) / 100 if shade.startswith("auto ") else 1.0


def _theme(name: str, depth: Depth) -> Theme:
    token = dict(zip(_COLUMNS, _TOKENS[name, depth], strict=False))
    few, foreground, accent = depth is Depth.FEW, token["foreground"], token["accent"]
    if not few:
        token["chosen"] = Color.parse(token["surface"]).blend(Color.parse(accent), _CHOSEN).hex
    if depth is Depth.MANY:
        token["chosen"] = token["panel"] if name == DARK else "#dadada"
        token |= {f"wash-{word}": token["panel"] for word in WORDS}
        token |= {f"next-{word}": _NEXT_OF_MANY[name] for word in WORDS}
    chosen = "ansi_default" if few else token["chosen"]
    variables = {each: colour for each, colour in token.items() if each not in _PARTS}
    variables |= {f"text-{word}": token[word] for word in WORDS}
    variables |= {
        "text-muted": token["dim"],
        "text-disabled": token["faint"],
        "border": accent,
        "block-cursor-foreground": foreground,
        "block-cursor-background": chosen,
        "block-cursor-text-style": "reverse" if few else "bold",
        "block-cursor-blurred-foreground": foreground,
        "block-cursor-blurred-background": token.get("panel", "ansi_default"),
        "block-hover-background": token.get("panel", "ansi_default"),
        "scrollbar": token["faint"],
        "scrollbar-hover": token["dim"],
        "scrollbar-active": accent,
        "scrollbar-background": token.get("surface", "ansi_default"),
        "scrollbar-background-hover": token.get("surface", "ansi_default"),
        "scrollbar-background-active": token.get("surface", "ansi_default"),
        "footer-key-foreground": accent,
    }
    if few:
        variables |= dict.fromkeys(("ansi-background", "ansi-foreground", "link-color"), "ansi_default")
    return Theme(
        name=name,
        primary=token["primary"],
        accent=accent,
        warning=token["warning"],
        error=token["error"],
        success=token["success"],
        foreground=None if few else foreground,
        background=token.get("background"),
        surface=token.get("surface"),
        panel=token.get("panel"),
        dark=name == DARK,
        ansi=few,
        variables=variables,
    )


LOOK = """
Input { height: 1; border: none; border-left: outer $panel; padding: 0 1 0 0; background: $panel;
    &:focus { border: none; border-left: outer $accent; background-tint: transparent; }
    &:ansi { background: ansi_default; border-left: outer $rule; border-right: outer $rule; padding: 0; }
    &:focus:ansi { border-left: outer $accent; border-right: outer $accent; }
}
OptionList:focus { background-tint: transparent; }
RadioSet, RadioSet:focus { border: none; padding: 0; background: transparent; background-tint: transparent; }
ToggleButton, ToggleButton:focus {
    border: none; padding: 0; background: transparent; background-tint: transparent;
    & > .toggle--button, &.-on > .toggle--button { color: $foreground; background: transparent; text-style: none; }
}
RadioSet:blur > RadioButton.-selected > .toggle--label { background: transparent; }
FooterKey.-disabled { text-style: none;
    & .footer-key--key, & .footer-key--description { color: $faint; text-style: none; } }
"""
"""How Textual's own widgets look; ours have their own stylesheets."""
