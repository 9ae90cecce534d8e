"""How answers are printed: aligned columns for people, versioned JSON for programs."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from spauth_tui.domain.text.wrapping import width


def as_json(verb: str, **fields: Any) -> str:
    """Return a JSON object that names its format and version; `spauth-tui help json` documents the fields."""
    return json.dumps({"format": f"spauth-tui {verb}", "version": 1, **fields}, indent=1, ensure_ascii=False)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return aligned columns, two spaces apart, without trailing spaces."""
    lines = [head, *rows]
    widths = [max(width(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell + " " * (widths[column] - width(cell)) for column, cell in enumerate(line)).rstrip()
        for line in lines
    )


def facts(pairs: Mapping[str, str]) -> str:
    """Return one fact per line, the names aligned."""
    longest = max(map(len, pairs), default=0)
    return "\n".join(f"{name:<{longest}}  {value}".rstrip() for name, value in pairs.items())
