"""Files that the program writes for the person, never over existing ones, and credential files that it reads."""

import asyncio
import errno
import os
from pathlib import Path

from spauth_tui.adapters.system.regular_file import NotPlain, TooLong, read_named
from spauth_tui.adapters.vault.files.copies import unwritable
from spauth_tui.adapters.vault.files.unfinished import named_when_whole
from spauth_tui.domain.errors.input import FileNotUnderstood
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.clean import clean, masked, unexpanded
from spauth_tui.formats.reading.decoding import decoded

MOST_BYTES = 16 * 1_048_576  # the most bytes of a credential file


class SystemFiles:
    """Implements `NewFiles`: mode 0600, complete or not at all."""

    async def write(self, path: Path, text: str) -> None:
        await asyncio.to_thread(_write, path, text)

    async def write_secret(self, path: Path, text: Secret) -> None:
        await asyncio.to_thread(_write, path, text.reveal())

    async def read(self, path: Path) -> str:
        return await asyncio.to_thread(_read, path)


def _read(path: Path) -> str:
    try:
        held = read_named(path, MOST_BYTES).content
    except FileNotFoundError:
        raise FileNotUnderstood(
            f"There is no such file: {clean(masked(str(path)), 200)}.{unexpanded(str(path))}", "Name an existing file."
        ) from None
    except NotPlain as other:
        if other.is_directory:
            raise FileNotUnderstood("That is a directory.", "Name a file in it.") from None
        raise FileNotUnderstood(
            "That is not a regular file.", "Name one, or pipe it into spauth-tui import -."
        ) from None
    except TooLong:
        raise FileNotUnderstood("The file is far too long to hold credentials.", "Name the right file.") from None
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise FileNotUnderstood("That name is too long for a file.", "Name an existing file.") from None
        if error.errno == errno.ELOOP:
            raise FileNotUnderstood("The symbolic link leads nowhere.", "Name the file itself.") from None
        raise FileNotUnderstood("The file cannot be read.", "Check its permissions.") from None
    return decoded(held)


def _write(path: Path, text: str) -> None:
    with named_when_whole(path) as fresh:
        try:
            descriptor = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise unwritable(error, path) from None
