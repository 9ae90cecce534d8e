"""Our own two themes; all of Textual's are available too."""

from textual.theme import Theme

SPAUTH_DARK = Theme(
    name="spauth-dark",
    primary="#5aa9e6",
    secondary="#7c8fb0",
    accent="#c792ea",
    warning="#f2b84b",
    error="#f0667c",
    success="#5ccf8f",
    foreground="#e3e8ef",
    background="#0f141b",
    surface="#171e28",
    panel="#222b38",
)
SPAUTH_LIGHT = Theme(
    name="spauth-light",
    primary="#005fa8",
    secondary="#4d5f7c",
    accent="#7b3fa8",
    warning="#8f5a00",
    error="#b3203c",
    success="#1c7a43",
    foreground="#1b232d",
    background="#f6f7f9",
    surface="#eceff3",
    panel="#dde2e9",
    dark=False,
)
THEMES = (SPAUTH_DARK, SPAUTH_LIGHT)
