"""CSV cells that a spreadsheet will not run."""


def harmless(cell: str) -> str:
    """Return a cell that does not begin like a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell
