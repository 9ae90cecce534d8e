"""Splits a command on one line into a program and its arguments."""

import sys


def words_of(command: str, platform: str = sys.platform) -> list[str]:
    r"""Return the words, with spaces kept inside quotes; none if a quote is never closed.

    On Windows a backslash is part of a path and only the double quote quotes: `"C:\Program Files\pass.exe" show
    spauth`. Elsewhere both work as in a shell.
    """
    import shlex

    lexer = shlex.shlex(command, posix=True)
    lexer.whitespace_split, lexer.commenters = True, ""
    if platform == "win32":
        lexer.escape, lexer.quotes = "", '"'
    try:
        return list(lexer)
    except ValueError:
        return []
