"""The receipt of a copy, in words that promise no more than is known."""

from spauth_tui.domain.text.time import clock_face
from spauth_tui.services.ports.system import Certainty
from spauth_tui.services.tokens.copying import CLEARED_AFTER, Copied


def receipt_words(copied: Copied) -> str:
    """Say honestly what became of a copy."""
    told = {
        Certainty.READ_BACK: "Copied, and read back",
        Certainty.HANDED_OVER: "Handed to the clipboard program",
        Certainty.SENT: "Sent to the terminal, which cannot confirm it",
    }[copied.receipt.certainty]
    seconds = int(CLEARED_AFTER.total_seconds())
    return (
        f"{told} ({copied.receipt.backend}). It lives {clock_face(copied.left)} more; "
        f"the clipboard is cleared in {seconds} seconds."
    )
