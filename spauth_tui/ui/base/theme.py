"""How each state looks. Colours are names of the theme's own tokens; the word always stands beside them."""

from spauth_tui.domain.views.status import Status

_LOOKS = {
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
TOKEN_OF = {status: token for status, (token, _) in _LOOKS.items()}
CLASS_OF = {status: name for status, (_, name) in _LOOKS.items()}

COUNTED_AS: dict[str, str] = {
    "live": "$text-success",
    "soon": "$text-warning",
    "expired": "$text-error",
    "refused": "$text-error",
    "to finish": "$text-primary",
}
"""By the words of `attention.counts`."""

BAR_FULL, BAR_EMPTY = "━", "─"
