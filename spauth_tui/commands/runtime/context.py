"""What a verb works with: the person, the clock, the vault, and the program's settings."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from spauth_tui.commands.runtime.console import Console
from spauth_tui.domain.errors.input import ConfigurationRefused
from spauth_tui.domain.errors.vault import NoVault, PassphraseNeeded, RowUnreadable, VaultLocked, WrongPassphrase
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.clean import harmless, unexpanded

if TYPE_CHECKING:
    import asyncio

    from spauth_tui.domain.model.authorization import Authorization
    from spauth_tui.domain.model.snapshot import Holdings
    from spauth_tui.services.ports.clock import Clock
    from spauth_tui.services.ports.simulator import Believed
    from spauth_tui.services.ports.system import Listener, NewFiles, Programs, StrengthEstimator
    from spauth_tui.services.tokens.guarding import Guarding, Permit
    from spauth_tui.services.vault_care.doctoring import Doctoring
    from spauth_tui.services.vault_care.unlocking import Unlocking
    from spauth_tui.services.workspace import Workspace

_TRIES = 3


@dataclass(frozen=True, slots=True)
class OpenVault:
    """A vault, open for as long as a verb runs."""

    workspace: Workspace
    holdings: Holdings
    """Everything, or only what belongs to the application of the authorization that the verb is about."""
    console: Console
    is_proven: bool
    """Whether the passphrase was typed or given now rather than read from the keyring. It is no longer needed."""

    def named(self, names: Sequence[str]) -> tuple[Authorization, ...]:
        """Return what names mean, which may be whole applications, each once; raises `NoSuchName`, `AmbiguousName`."""
        from spauth_tui.domain.views.naming import find_authorizations

        found = (each for name in names for each in find_authorizations(self.holdings, name))
        return tuple({each.id: each for each in found}.values())

    async def clearance_for(self, *authorizations: Authorization) -> Permit | None:
        """Return the permit needed if any of them is guarded; asks for the passphrase unless it was given now.

        Raises `WrongPassphrase`.
        """
        guarded = next((each for each in authorizations if each.guarded), None)
        if guarded is None:
            return self.permit()
        asked = f"{self.holdings.subject(guarded)} is guarded. Passphrase"
        return self.permit() or await self.workspace.guarding.prove(self.console.ask_secret(asked))

    def permit(self) -> Permit | None:
        """Return what the passphrase given now permits; None if the keyring opened the vault."""
        from spauth_tui.services.tokens.guarding import Permit

        return Permit() if self.is_proven else None


class AskingOnce:
    """Takes the passphrase, given now or typed, once before something guarded goes to anyone but Amazon."""

    def __init__(self, console: Console, *, is_proven: bool) -> None:
        self._console, self._is_proven = console, is_proven
        self._asked: asyncio.Future[Permit] | None = None

    async def __call__(self, guarding: Guarding) -> Permit:
        """Return the permit; raises `WrongPassphrase`, and `PassphraseNeeded` if nobody is there to type."""
        import asyncio

        from spauth_tui.services.tokens.guarding import Permit

        if self._is_proven:
            return Permit()
        if self._asked is None and not self._console.can_ask:
            raise PassphraseNeeded(
                "",
                "Type the passphrase, give it with --passphrase-fd or --passphrase-command, or omit --lwa-url.",
            )
        if self._asked is None:
            prompt = "A guarded secret is about to be sent to a simulator, not to Amazon. Passphrase"
            self._asked = asyncio.ensure_future(guarding.prove(self._console.ask_secret(prompt)))
        return await asyncio.shield(self._asked)


@dataclass(frozen=True)
class Desk:
    """What every verb is given."""

    console: Console
    clock: Clock
    vault_path: Path
    config_path: Path
    config_problem: ConfigurationRefused | None
    """Why config.toml cannot be used, for the verbs that work without it; else None."""
    find_vault: Callable[[], Unlocking]
    given_passphrase: Callable[[], Secret | None]
    """Reads the passphrase from where a flag, the environment or config.toml says; call it once."""
    passphrase_source: Callable[[], str]
    """Names where that is."""
    passphrase_of: Callable[[int, str], Secret]
    """Reads a passphrase from a file descriptor; the second argument names the flag that gave it."""
    strength: Callable[[], StrengthEstimator]
    programs: Callable[[], Programs]
    doctoring: Callable[[], Doctoring]
    listener: Callable[[], Listener]
    files: Callable[[], NewFiles]
    believed: Callable[[], Believed]
    """The simulator, and what Amazon answers instead; call it after unlocking."""
    simulating: Callable[[int, str, Callable[[str], None]], AbstractAsyncContextManager[tuple[str, Secret]]]
    """Simulates Amazon on a port, in a scenario; see `demo.serving`."""
    hang_up: Callable[[], Awaitable[None]]
    """Closes the connections to Amazon, if any."""

    @asynccontextmanager
    async def unlocked(self) -> AsyncIterator[OpenVault]:
        """Unlock, yield the vault, and lock again.

        Raises `NoVault`, `VaultLocked` if nobody can give the passphrase, and what unlocking raises.
        """
        async with self._until_done() as (unlocking, workspace, is_proven):
            # Read while the file's pages are still being checked; not used before the check has passed.
            holdings = await workspace.holdings()
            await unlocking.note(workspace)
            self._say_unreadable(holdings)
            yield OpenVault(workspace, holdings, self.console, is_proven)

    @asynccontextmanager
    async def unlocked_for(
        self, name: str, wants: Callable[[Workspace], object] = lambda _: None
    ) -> AsyncIterator[tuple[OpenVault, Authorization]]:
        """Unlock for one authorization: its application is read in full, everything else by name only.

        The service that the verb `wants` is imported and built while the file's pages are still being checked.
        Raises what `unlocked` raises, and `NoSuchName`, `AmbiguousName`.
        """
        import asyncio

        from spauth_tui.domain.model.unreadable import unmarked
        from spauth_tui.domain.views.naming import find_named

        async with self._until_done() as (unlocking, workspace, is_proven):
            names = await workspace.names()
            noting = asyncio.ensure_future(unlocking.note(workspace))
            try:
                # By then it waits for the check.
                await asyncio.sleep(0)
                wants(workspace)
            finally:
                await noting
            meant = find_named(names, unmarked(name))
            part = await workspace.part(meant.application_id)
            self._say_unreadable(part)
            authorization = part.authorization_by_id.get(meant.authorization_id)
            if authorization is None:
                raise RowUnreadable(
                    f"The vault's records of {meant.name} cannot be read.",
                    "Remove its application or account and add it again, or restore a backup.",
                )
            yield OpenVault(workspace, part, self.console, is_proven), authorization

    def _say_unreadable(self, holdings: Holdings) -> None:
        if holdings.unreadable:
            from spauth_tui.domain.model.unreadable import unreadable_words

            self.console.say(unreadable_words(holdings.unreadable))

    @asynccontextmanager
    async def _until_done(self) -> AsyncIterator[tuple[Unlocking, Workspace, bool]]:
        unlocking = self.find_vault()
        workspace, is_proven = await self._unlock(unlocking)
        workspace.ask = AskingOnce(self.console, is_proven=is_proven)
        try:
            yield unlocking, workspace, is_proven
        finally:
            await workspace.close("a command ended")

    async def _unlock(self, unlocking: Unlocking) -> tuple[Workspace, bool]:
        """Return what is open now, and whether the passphrase was given now."""
        if not unlocking.has_vault:
            raise _no_vault(unlocking.path)
        given = self.given_passphrase()
        if given is not None:
            try:
                return await unlocking.unlock(given), True
            except WrongPassphrase:
                raise WrongPassphrase("", f"It came from {self.passphrase_source()}: correct it there.") from None
        if await unlocking.keyring_name():
            with suppress(WrongPassphrase):
                return await unlocking.unlock_by_keyring(), False
        if not self.console.can_ask:
            raise VaultLocked(
                "The vault is locked, and nobody is there to type the passphrase.",
                "Give --passphrase-fd or --passphrase-command, or store it in the system's keyring.",
            )
        prompt = f"Passphrase of {unlocking.path.stem}"
        for _ in range(_TRIES - 1):
            try:
                return await unlocking.unlock(self.console.ask_secret(prompt)), True
            except WrongPassphrase as wrong:
                self.console.say(str(wrong))
        return await unlocking.unlock(self.console.ask_secret(prompt)), True


def _no_vault(path: Path) -> NoVault:
    return NoVault(f"There is no vault yet at {harmless(str(path))}.{unexpanded(str(path))}")
