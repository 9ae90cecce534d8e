"""How each state looks. Colours are theme variables, and never appear without the state's name."""

from spauth_tui.domain.views.status import Status

_LOOKS = {  # the colour of its word and bar, and the class by which the CSS of `dashboard/pane.py` draws its border
    Status.LIVE: ("$text-success", "-live"),
    Status.EXPIRING_SOON: ("$text-warning", "-expiring"),
    Status.EXPIRED: ("$text-error", "-expired"),
    Status.REFUSED: ("$text-error", "-refused"),
    Status.REVOKED: ("$text-error", "-refused"),
    Status.DENIED: ("$text-error", "-refused"),
    Status.UNREACHABLE: ("$text-warning", "-unreachable"),
    Status.READY: ("$text-primary", "-unfinished"),
    Status.NO_REFRESH_TOKEN: ("$text-primary", "-unfinished"),
    Status.REFRESHING: ("$text-accent", "-busy"),
}
COLOUR_OF = {status: colour for status, (colour, _) in _LOOKS.items()}
CLASS_OF = {status: name for status, (_, name) in _LOOKS.items()}

COUNTED_AS: dict[str, str] = {
    "live": "$text-success",
    "soon": "$text-warning",
    "expired": "$text-error",
    "refused": "$text-error",
    "to finish": "$text-primary",
}
"""Keyed by the texts of `attention.counts`."""

BAR_FULL, BAR_EMPTY = "━", "─"
