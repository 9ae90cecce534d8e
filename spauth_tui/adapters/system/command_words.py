"""A command that a person wrote on one line, taken apart into a program and its arguments."""

import sys


def words_of(command: str, platform: str = sys.platform) -> list[str]:
    r"""Return the words, spaces kept between quotes; none if a quote is never closed.

    On Windows a backslash is a part of a path and only the double quote quotes, as its own programs have it:
    `"C:\Program Files\pass.exe" show spauth`. Elsewhere both are as in a shell.
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
