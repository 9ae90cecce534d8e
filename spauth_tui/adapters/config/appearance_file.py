"""Writes appearance and keys into config.toml, leaving comments, order and everything else as they are."""

import asyncio
import os
import tempfile
from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from spauth_tui.adapters.config.appearance_parts import APPEARANCE_KEYS, appearance_in
from spauth_tui.adapters.config.settings import MOST_BYTES, Settings, parsed, unreadable
from spauth_tui.adapters.system.regular_file import read_file
from spauth_tui.domain.errors.input import ConfigurationRefused
from spauth_tui.domain.model.appearance import Appearance, ReadAppearance
from spauth_tui.domain.vault.merging import merged

_TRIES = 3  # how often to try again if another program changes the file between reading and writing


class _ChangedJustNow(Exception):
    """Raised if the file is no longer the one that was read."""


class AppearanceFile:
    """Implements `AppearanceFile`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def of(cls, settings: Settings) -> "AppearanceFile | None":
        """Return the file of these settings; None if its path is invalid."""
        try:
            return cls(settings.config_file)
        except ConfigurationRefused:
            return None

    async def read(self) -> ReadAppearance:
        content = await asyncio.to_thread(_content, self.path)
        return appearance_in(parsed(content or b""))

    async def change(self, shown: Appearance, wanted: Appearance) -> Appearance:
        """Write what differs into a new file that replaces the old one."""
        for _ in range(_TRIES):
            with suppress(_ChangedJustNow):
                return await asyncio.to_thread(_change, self.path, shown, wanted)
        raise ConfigurationRefused("config.toml keeps changing; nothing was saved.", "Try again.")


def _content(path: Path) -> bytes | None:
    try:
        return read_file(path, MOST_BYTES).content
    except FileNotFoundError:
        return None
    except OSError as error:
        raise unreadable(error) from None


def _change(path: Path, shown: Appearance, wanted: Appearance) -> Appearance:
    seen = _content(path)
    together = merged(appearance_in(parsed(seen or b"")).appearance, shown, wanted)
    _write(path, seen, _changed(seen or b"", together))
    return together


def _write(path: Path, seen: bytes | None, text: bytes) -> None:
    target = path.resolve()
    _accept_writable(target)
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        mode = target.stat().st_mode & 0o7777 if seen is not None else 0o600
        descriptor, name = tempfile.mkstemp(prefix=".config.", suffix=".new", dir=target.parent)
    except OSError:
        raise _unwritable() from None
    new = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        new.chmod(mode)
        if _content(path) != seen:
            raise _ChangedJustNow
        new.replace(target)
    except OSError:
        raise _unwritable() from None
    finally:
        with suppress(OSError):
            new.unlink()


def _accept_writable(target: Path) -> None:
    """Refuse a read-only file: replacing it would bypass its permissions."""
    try:
        is_read_only = target.exists() and (not target.stat().st_mode & 0o200 or not os.access(target, os.W_OK))
    except OSError:
        raise _unwritable() from None
    if is_read_only:
        raise ConfigurationRefused("config.toml is read-only; nothing was saved.", "Make it writable, then save again.")


def _unwritable() -> ConfigurationRefused:
    return ConfigurationRefused(
        "config.toml could not be written; it is unchanged.", "Check the directory's permissions and the disk."
    )


def _changed(content: bytes, appearance: Appearance) -> bytes:
    # Imported only here: tomllib cannot write.
    import tomllib

    import tomlkit

    held, unset = parsed(content), _values(Appearance())
    mark, words = content[: len(BOM_UTF8)] if content.startswith(BOM_UTF8) else b"", content.decode("utf-8-sig")
    try:
        document = tomlkit.parse(words)
    except (ValueError, RecursionError):
        # It is TOML to tomllib, and too deeply nested for tomlkit.
        raise _unsafe() from None
    expected, new = dict(held), []
    for key, value in _values(appearance).items():
        if value == held.get(key, unset[key]):
            continue
        expected[key] = value
        if key in held:
            # Even if it is the default again: removing the line would remove its comment too.
            document[key] = value
        else:
            new.append(f"{key} = {tomlkit.item(value).as_string()}")
    text = with_lines(tomlkit.dumps(document), new)
    if tomllib.loads(text) != expected:
        raise _unsafe()
    return mark + text.encode()


def _unsafe() -> ConfigurationRefused:
    return ConfigurationRefused("config.toml is written in a way that cannot be edited safely.", "Edit it yourself.")


def _values(appearance: Appearance) -> Mapping[str, Any]:
    """Return the values for the file; `[keys]` is never written."""
    values = {key: getattr(appearance, key) for key in APPEARANCE_KEYS if key != "keys"}
    return {key: value if isinstance(value, bool) else str(value) for key, value in values.items()}


def with_lines(text: str, lines: Sequence[str]) -> str:
    """Return the text with `key = value` lines inserted before its first table and that table's comment."""
    if not lines:
        return text
    newline = "\r\n" if "\r\n" in text else "\n"
    new = [line + newline for line in lines]
    held = text.splitlines(keepends=True)
    table = _first_table(held)
    if table is None:
        if held and not held[-1].endswith("\n"):
            held[-1] += newline
        return "".join((*held, *new))
    at = table
    while at and held[at - 1].lstrip().startswith("#"):
        at -= 1
    gap = at
    while gap and not held[gap - 1].strip():
        gap -= 1
    return "".join((*held[:gap], *new, *(held[gap:at] or [newline]), *held[at:]))


def _first_table(lines: Sequence[str]) -> int | None:
    """Return the line of the first table's header, ignoring brackets in texts and lists."""
    import tomllib

    for number, line in enumerate(lines):
        if line.lstrip().startswith("["):
            try:
                tomllib.loads("".join(lines[:number]))
            except tomllib.TOMLDecodeError:
                continue
            return number
    return None
