"""The file of an unlocked vault: one connection on one thread, from unlock to lock."""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from spauth_tui.adapters.system.freed_memory import give_back
from spauth_tui.adapters.vault.connection import begin, connect, refuse_newer, settle
from spauth_tui.adapters.vault.creation import new_key
from spauth_tui.adapters.vault.failures import translating
from spauth_tui.adapters.vault.files.copies import write_rekeyed
from spauth_tui.adapters.vault.files.gate import Gate
from spauth_tui.adapters.vault.files.place import file_at, identity_of, refuse_what_blocks, refuse_write_ahead_log
from spauth_tui.adapters.vault.files.replacing import put_in_place
from spauth_tui.adapters.vault.files.unfinished import unfinished
from spauth_tui.adapters.vault.opening import OneThread, OpenConnection
from spauth_tui.adapters.vault.salvage.page_check import PageCheck
from spauth_tui.domain.errors.vault import VaultError, VaultGone, VaultLocked, VaultUnsafe
from spauth_tui.domain.model.secret import Secret

T = TypeVar("T")

LET_GO_AFTER = timedelta(seconds=2)
"""How long decrypted pages are kept for further reads; their contents must not stay in memory."""


class OpenFile:
    """Each access to SQLite passes the gate, and checks that the file is still the one that was opened."""

    def __init__(self, thread: OneThread, opened: OpenConnection, path: Path) -> None:
        self._thread, self._path, self._file = thread, path, opened.file
        self._connection: Any | None = opened.connection
        self._key: Secret | None = opened.key
        self._gate = Gate(path)
        self._page_check: PageCheck | None = PageCheck(path, opened)
        """The running check of the pages; None once all are known to be sound."""
        self._is_gone = False
        """Whether another file has replaced the vault; the connection is then no longer used."""
        self._holds_gate = False  # whether a transaction of several steps is open, and the gate held for it
        self._letting_go: asyncio.TimerHandle | None = None
        """When to release decrypted pages; None while there are none."""
        self._let_go_of: asyncio.Future[None] | None = None  # held, so that it runs to its end

    @property
    def connection(self) -> Any:
        """The connection; raises `VaultGone`, `VaultLocked`."""
        if self._is_gone:
            raise VaultGone
        if self._connection is None:
            raise VaultLocked
        return self._connection

    @property
    def key(self) -> Secret:
        """The key; raises `VaultLocked`."""
        if self._key is None:
            raise VaultLocked
        return self._key

    @property
    def is_closed(self) -> bool:
        """Whether it was closed, or lost its file."""
        return self._connection is None

    async def checked(self) -> None:
        """Wait until every page is known to be sound; raises `VaultDamaged`, each time."""
        self.connection  # noqa: B018 - raises when closed
        if self._page_check is not None:
            try:
                await self._page_check.wait()
            except VaultUnsafe:
                # The person can remove the companion file it is about, so the check is repeated next time.
                self._page_check = PageCheck(self._path, OpenConnection(self.connection, self.key, self._file))
                raise
            self._page_check = None

    async def look(self, query: Callable[[Any], T]) -> T:
        """Read before the pages are checked: only what is not secret and is not handed out."""
        if self._page_check is not None and not self.is_closed:
            self._page_check.begin()
        return await self.run(lambda connection: _asked(connection, query))

    async def read(self, query: Callable[[Any], T]) -> T:
        """Read once every page is known to be sound."""
        await self.checked()
        return await self.run(lambda connection: _asked(connection, query))

    async def run(self, call: Callable[[Any], T]) -> T:
        """Make a call with the connection."""
        self.connection  # noqa: B018 - raises when closed
        if self._letting_go is None:
            loop = asyncio.get_running_loop()
            self._letting_go = loop.call_later(LET_GO_AFTER.total_seconds(), self._let_go)
        return await self._thread.run(lambda: self._trip(call))

    async def poll(self, query: Callable[[Any], T]) -> T:
        """Run a read that touches no page, and so leaves none to release."""
        self.connection  # noqa: B018 - raises when closed
        return await self._thread.run(lambda: self._trip(query))

    def _trip(self, call: Callable[[Any], T]) -> T:
        with self._gate.passing():
            self._refuse_another_file()
            refuse_what_blocks(self._path)
            refuse_write_ahead_log(self._path)
            with translating():
                return call(self.connection)

    def _refuse_another_file(self) -> None:
        if file_at(self._path) != self._file:
            self._drop()
            self._is_gone = True
            raise VaultGone

    def begin(self, connection: Any) -> None:
        """Begin a transaction of several steps; nobody may replace the file until it ends."""
        begin(connection)
        self._gate.enter()
        self._holds_gate = True

    def commit(self, connection: Any) -> None:
        connection.execute("COMMIT")
        self._leave_gate()

    def roll_back(self, connection: Any) -> None:
        """Undo the transaction, if it is still open."""
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        self._leave_gate()

    def _leave_gate(self) -> None:
        if self._holds_gate:
            self._holds_gate = False
            self._gate.leave()

    async def rekey(self, passphrase: Secret, note: Callable[[Any], None]) -> None:
        """Write a new file with another passphrase, verify it, and replace the old one with it."""

        def call() -> None:
            key = new_key(passphrase)
            with self._gate.alone():
                old = self.connection
                self._refuse_another_file()
                with unfinished(self._path.parent) as fresh:
                    with translating():
                        begin(old)
                    try:
                        # SQLite's lock keeps out tools that do not use the gate until the new file is in place.
                        write_rekeyed(self._path, self.key, fresh, key, note)
                        put_in_place(fresh, self._path, None)
                    finally:
                        old.execute("ROLLBACK")
                old.close()
                try:
                    # Opened by its own name: SQLite names the journal after the name a connection was opened with.
                    connection = connect(self._path, key)
                    settle(connection)
                except BaseException:
                    self._connection = None
                    raise
                # Only now: whoever asks meanwhile waits for this thread, and must not take the file for closed.
                self._connection, self._key = connection, key
                self._file = identity_of(self._path.lstat())

        await self.run(lambda _: None)
        await self._thread.run(call)

    async def close(self) -> None:
        """Close the connection, and forget the key."""
        if self._page_check is not None:
            await self._page_check.stop()
        if self._letting_go is not None:
            self._letting_go.cancel()

        def call() -> None:
            self._drop()
            give_back()
            self._gate.close()

        await self._thread.run(call)
        self._thread.stop()

    def _drop(self) -> None:
        """Close the connection without checking the file again."""
        connection, self._connection, self._key = self._connection, None, None
        if connection is not None:
            connection.close()
        self._leave_gate()

    def _let_go(self) -> None:
        """Release decrypted pages and their memory."""

        def call(connection: Any) -> None:
            with contextlib.suppress(VaultError), translating():
                connection.execute("PRAGMA shrink_memory")
                # SQLCipher keeps a copy of the page that it decrypted last: the first one has no secret.
                connection.execute("PRAGMA user_version").fetchone()
                connection.execute("PRAGMA shrink_memory")
            give_back()

        self._letting_go = None
        if not self.is_closed:
            self._let_go_of = asyncio.ensure_future(self._thread.run(lambda: self._trip(call)))


def _asked(connection: Any, query: Callable[[Any], T]) -> T:
    try:
        return query(connection)
    except Exception:
        # What it does not find may have been removed by a newer program's migration.
        refuse_newer(connection)
        raise
