"""CSV files whose cells a spreadsheet does not run as formulas."""

import csv
import io
from collections.abc import Iterable


def csv_text(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Write a heading and rows; no cell begins as a formula would."""
    out = io.StringIO()
    csv.writer(out).writerows((head, *(map(harmless, row) for row in rows)))
    return out.getvalue()


def harmless(cell: str) -> str:
    """Return a cell that does not begin as a formula would."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell
