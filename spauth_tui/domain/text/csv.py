"""Cells of CSV files that a spreadsheet will not run."""


def harmless(cell: str) -> str:
    """Return a cell that does not begin as a formula would."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell
