"""The text of an explanation: what happened, the causes with the findings on each, what to do."""

from textual.content import Content

from spauth_tui.domain.diagnosis.explanation import Cause, Explanation, Verdict
from spauth_tui.domain.text.time import minute_words

_STYLES = {Verdict.LIKELY: "bold $text-warning", Verdict.OPEN: "$foreground", Verdict.CLEARED: "$dim"}
_MARKS = {Verdict.LIKELY: "▲", Verdict.OPEN: "·", Verdict.CLEARED: "√"}


def explanation_words(explanation: Explanation) -> Content:
    """Return everything except Amazon's own text, and the next steps, which are buttons."""
    parts = [Content.styled(explanation.happened, "bold $text-error")]
    if explanation.causes:
        parts.append(Content.styled("Likely causes, in this order", "bold"))
        parts.extend(_cause(number, cause) for number, cause in enumerate(explanation.causes, 1))
    parts.append(Content.styled("What to do", "bold"))
    ways = " or ".join(way.value for way in explanation.ways)
    parts.append(Content(explanation.remedy or f"{ways[:1].upper()}{ways[1:]}."))
    return Content("\n").join(parts)


def _cause(number: int, cause: Cause) -> Content:
    style = _STYLES[cause.verdict]
    head = Content.styled(f"{number} {_MARKS[cause.verdict]} {cause.verdict.value}: ", style)
    return head + (Content.styled(cause.words, style) if cause.verdict is Verdict.CLEARED else Content(cause.words))


def said_words(explanation: Explanation) -> Content:
    """Return Amazon's own text; empty if there is none."""
    said = explanation.said
    if said is None:
        return Content("")
    words = f" {said.words}" if said.words else " (no words)"
    return Content(
        f"Amazon said, {minute_words(said.at)}: {said.code} ({said.status}){words}\n"
        f"request id {said.request_id or 'none'}"
    )
