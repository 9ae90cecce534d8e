"""The terminal's own clipboard, with the escape sequence OSC 52."""

from base64 import b64encode
from collections.abc import Mapping

_CHUNK = 76
_ESC = "\x1b"


def sequence(text: str, environment: Mapping[str, str]) -> str:
    """Return the sequence that copies `text`; GNU screen needs it wrapped, in small pieces."""
    coded = b64encode(text.encode()).decode()
    whole = f"{_ESC}]52;c;{coded}\a"
    if not environment.get("TERM", "").startswith("screen") or environment.get("TMUX"):
        return whole
    pieces = [whole[start : start + _CHUNK] for start in range(0, len(whole), _CHUNK)]
    return "".join(f"{_ESC}P{piece}{_ESC}\\" for piece in pieces)
