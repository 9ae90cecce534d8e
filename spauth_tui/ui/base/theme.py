"""How each state looks. Colours are names of the theme's own tokens; the word always stands beside them."""

from spauth_tui.domain.views.status import Status

TOKEN_OF: dict[Status, str] = {
    Status.LIVE: "$text-success",
    Status.EXPIRING_SOON: "$text-warning",
    Status.EXPIRED: "$text-error",
    Status.REFUSED: "$text-error",
    Status.REVOKED: "$text-error",
    Status.DENIED: "$text-error",
    Status.UNREACHABLE: "$text-warning",
    Status.READY: "$text-primary",
    Status.NO_REFRESH_TOKEN: "$text-primary",
    Status.REFRESHING: "$text-accent",
}

CLASS_OF: dict[Status, str] = {
    Status.LIVE: "-live",
    Status.EXPIRING_SOON: "-expiring",
    Status.EXPIRED: "-expired",
    Status.REFUSED: "-refused",
    Status.REVOKED: "-refused",
    Status.DENIED: "-refused",
    Status.UNREACHABLE: "-unreachable",
    Status.READY: "-unfinished",
    Status.NO_REFRESH_TOKEN: "-unfinished",
    Status.REFRESHING: "-busy",
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
