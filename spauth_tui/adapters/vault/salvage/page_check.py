"""Checks every page of a vault on a second connection, once the first has read what is displayed first.

SQLCipher checks each page as it is read; this checks all others, and how they connect.
"""

import asyncio
import contextlib
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from spauth_tui.adapters.vault.connection import connect
from spauth_tui.adapters.vault.files.gate import Gate
from spauth_tui.adapters.vault.files.place import file_at, refuse_what_blocks, refuse_write_ahead_log
from spauth_tui.adapters.vault.opening import OpenConnection
from spauth_tui.adapters.vault.proving import check_pages
from spauth_tui.domain.errors.vault import VaultGone, VaultLocked
from spauth_tui.domain.model.secret import Secret


class PageCheck:
    """Checks the file on a thread, once begun or waited for; any sooner would delay the first panes."""

    def __init__(self, path: Path, opened: OpenConnection) -> None:
        self._path, self._file = path, opened.file
        self._key: Secret | None = opened.key  # None once it is begun or stopped
        self._connection: Any = None
        self._is_stopped = False
        self._verdict: Future[None] | None = None

    def begin(self) -> "Future[None]":
        """Begin, unless begun already; return the future of the verdict."""
        if self._verdict is None:
            key, self._key = self._key, None
            if key is None:
                raise VaultLocked
            pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pages")
            self._verdict = pool.submit(self._check, self._path, key)
            pool.shutdown(wait=False)
        return self._verdict

    async def wait(self) -> None:
        """Wait until every page is known to be sound; raises `VaultError`s, mostly `VaultDamaged`, each time."""
        await asyncio.shield(asyncio.wrap_future(self.begin()))

    async def stop(self) -> None:
        """Close the file, whatever was found."""
        self._is_stopped, self._key = True, None
        connection = self._connection
        # It may be closed by now: then there is nothing to interrupt.
        with contextlib.suppress(Exception):
            if connection is not None:
                connection.interrupt()
        if self._verdict is not None:
            with contextlib.suppress(Exception):
                await self.wait()

    def _check(self, path: Path, key: Secret) -> None:
        gate = Gate(path)
        try:
            with gate.passing():
                if file_at(path) != self._file:
                    raise VaultGone
                refuse_what_blocks(path)
                refuse_write_ahead_log(path)
                self._connection = connect(path, key)
                try:
                    if not self._is_stopped:
                        check_pages(self._connection)
                finally:
                    connection, self._connection = self._connection, None
                    connection.close()
        finally:
            gate.close()
