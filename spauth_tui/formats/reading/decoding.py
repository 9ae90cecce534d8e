"""Bytes as text: UTF-8, UTF-16 by its byte order mark, and Latin-1, for older comments."""

import codecs

from spauth_tui.domain.errors.input import FileNotUnderstood

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decoded(held: bytes) -> str:
    """Return the text of a file; raises `FileNotUnderstood` if it is not text."""
    mark, encoding = next(((mark, name) for mark, name in _MARKS if held.startswith(mark)), (b"", "utf-8"))
    text = _tried(held[len(mark) :], encoding)
    if text is None and not mark:
        text = _tried(held, "latin-1")
    if text is None or any(each < " " and each not in "\t\n\r\f\x1b" for each in text[:100_000]):
        raise FileNotUnderstood("The file is not text.", "Name the right file.")
    return text


def _tried(held: bytes, encoding: str) -> str | None:
    try:
        return held.decode(encoding)
    except UnicodeDecodeError:
        # The error contains the file, and so its secrets: raise nothing while handling it.
        return None
