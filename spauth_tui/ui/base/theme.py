"""How each state looks. Colours are names of the theme's own tokens; the word always stands beside them."""

from spauth_tui.domain.views.status import Standing

TOKEN_OF: dict[Standing, str] = {
    Standing.LIVE: "$text-success",
    Standing.EXPIRING_SOON: "$text-warning",
    Standing.EXPIRED: "$text-error",
    Standing.REFUSED: "$text-error",
    Standing.REVOKED: "$text-error",
    Standing.DENIED: "$text-error",
    Standing.UNREACHABLE: "$text-warning",
    Standing.READY: "$text-primary",
    Standing.NO_REFRESH_TOKEN: "$text-primary",
    Standing.REFRESHING: "$text-accent",
}

CLASS_OF: dict[Standing, str] = {
    Standing.LIVE: "-live",
    Standing.EXPIRING_SOON: "-expiring",
    Standing.EXPIRED: "-expired",
    Standing.REFUSED: "-refused",
    Standing.REVOKED: "-refused",
    Standing.DENIED: "-refused",
    Standing.UNREACHABLE: "-unreachable",
    Standing.READY: "-unfinished",
    Standing.NO_REFRESH_TOKEN: "-unfinished",
    Standing.REFRESHING: "-busy",
}

COUNTED_AS: dict[str, str] = {
    "live": "$text-success",
    "soon": "$text-warning",
    "expired": "$text-error",
    "refused": "$text-error",
    "to finish": "$text-primary",
}
"""By the words of `attention.counts`."""

BAR_FULL, BAR_EMPTY = "━", "─"
