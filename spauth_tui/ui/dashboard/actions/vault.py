"""Actions on the vault itself: backups, passphrase, log, preferences, a screenshot."""

from collections.abc import Mapping
from pathlib import Path

from spauth_tui.domain.keyboard.keys import all_keys
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.clean import harmless
from spauth_tui.services.vault_care.backups import accept_target
from spauth_tui.ui.base.messages import LockRequested, OtherVaultRequested, PreferencesChanged
from spauth_tui.ui.dashboard.actions.action import Action, ask, say
from spauth_tui.ui.dashboard.board_context import BoardContext
from spauth_tui.ui.dashboard.screenshot import paint_redacted

_NO_KEYRING = (
    "No keyring that encrypts is here. In the clone of spauth-tui, uv tool install '.[keyring]' adds what asks for "
    "one; if you installed it otherwise, pip install keyring in the same environment does."
)
_MENU = (
    "vault.back_up",
    "vault.recover",
    "vault.passphrase",
    "vault.log",
    "practices",
    "import",
    "loans",
    "vault.preferences",
    "settings",
    "vault.picture",
    "vault.other",
    "vault.keyring",
    "lock",
)


async def _menu(context: BoardContext) -> None:
    from spauth_tui.ui.dialogs.choose import Choose

    keys = all_keys()
    choices = [(keys[each].does, each) for each in _MENU]
    choices.insert(_MENU.index("vault.recover") + 1, ("Removed: Bring it back, or delete it for good", "removed"))
    chosen = await ask(context, Choose("The vault", choices))
    if chosen is not None:
        context.do(chosen)


async def _back_up(context: BoardContext) -> None:
    from spauth_tui.ui.dialogs.save_as import SaveAs

    words = (
        "A copy of the vault, encrypted with the present passphrase, opened and checked after writing. "
        "Leave the field empty to keep it beside the vault; a copy on another disk is better."
    )
    write = context.workspace.backups.write
    empty = "beside the vault, in backups"
    path = await ask(context, SaveAs("Back up", words, "Write it", write, target="", empty=empty))
    if path is not None:
        say(context, f"Backup written, opened and checked: {harmless(str(path))}", 8)


async def _recover(context: BoardContext) -> None:
    from spauth_tui.ui.vault.backups import RecoveryScreen

    workspace, current = context.workspace, context.roster.holdings
    screen = RecoveryScreen(
        workspace.recovery, workspace.clock, workspace.name, current=current, drills=workspace.backups
    )
    await ask(context, screen)


async def _change_passphrase(context: BoardContext) -> None:
    from spauth_tui.ui.vault.new_passphrase import ChangePassphrase

    backup = await ask(context, ChangePassphrase(context.workspace, context.app_context.strength))
    if backup is not None:
        say(context, f"The passphrase is changed. {harmless(backup.name)} still opens with the one before.", 8)


async def _log(context: BoardContext) -> None:
    from spauth_tui.ui.vault.event_log import EventLogScreen

    await ask(context, EventLogScreen(context.workspace))


async def _practices(context: BoardContext) -> None:
    """Show Amazon's storage practices; go to where one is fixed."""
    from spauth_tui.ui.vault.storage_practices import StoragePracticesScreen

    chosen = await ask(context, StoragePracticesScreen(context.workspace))
    if chosen is not None:
        context.do({"backups": "vault.recover", "preferences": "vault.preferences"}.get(chosen, chosen))


async def _preferences(context: BoardContext) -> None:
    from spauth_tui.ui.vault.preferences import PreferencesForm

    current = await context.workspace.preferences()
    changed = await ask(context, PreferencesForm(context.workspace, current))
    if changed is not None:
        context.screen.post_message(PreferencesChanged(changed))
        say(context, "Preferences saved.", 8)


async def _picture(context: BoardContext) -> None:
    """Save a screenshot of the dashboard without any name, id or address."""
    from spauth_tui.ui.dialogs.save_as import SaveAs

    stamp = context.workspace.clock.now().astimezone().strftime("%Y%m%d-%H%M%S")
    words = "An SVG of the dashboard to pass on: applications and accounts are numbered, their names left out."
    form = SaveAs("Save a picture", words, "Save", _accepted, target=str(Path("~") / f"spauth-{stamp}.svg"))
    path = await ask(context, form)
    if path is not None:
        # Rendered after the dialog has closed, because it shows what is on the screen.
        await context.workspace.files.write(path, await paint_redacted(context))
        say(context, f"The picture is in {harmless(str(path))}.", 8)


async def _accepted(target: str) -> Path:
    return accept_target(target)


async def _other_vault(context: BoardContext) -> None:
    from spauth_tui.ui.vault.other_vault import OtherVault

    known = context.app_context.known_vaults
    if known is not None:
        chosen = await ask(context, OtherVault(known, context.workspace.path))
        if chosen is not None:
            context.screen.post_message(OtherVaultRequested(chosen))


async def _keyring(context: BoardContext) -> None:
    """Store the passphrase in the system's keyring, or remove it from there."""
    from spauth_tui.ui.dialogs.ask_passphrase import AskPassphrase
    from spauth_tui.ui.dialogs.confirm import Confirm

    passphrases = context.workspace.passphrases
    name = passphrases.keyring_name
    if await passphrases.is_in_keyring():
        question = f"Have {name} forget the passphrase?"
        if await ask(context, Confirm(question, "You type it again from then on.", "Forget it")):
            await passphrases.forget_in_keyring()
            say(context, f"{name} has forgotten it.", 8)
        return

    async def keep(passphrase: Secret) -> bool:
        await passphrases.keep_in_keyring(passphrase)
        return True

    words = (
        f"{name} then keeps the passphrase, and whoever is signed in to this computer as you can unlock the vault "
        "without typing it. That is less safe, and off unless you switch it on here."
    )
    if await ask(context, AskPassphrase("Unlock by keyring", words, "Let it keep it", keep)):
        say(context, f"{name} keeps the passphrase. The unlock screen offers it.", 8)


def _lock(context: BoardContext) -> None:
    context.screen.post_message(LockRequested())


ON_THE_BOARD: Mapping[str, Action[BoardContext]] = {
    "vault": Action(_menu),
    "vault.back_up": Action(_back_up),
    "vault.recover": Action(_recover),
    "vault.passphrase": Action(_change_passphrase),
    "vault.log": Action(_log),
    "practices": Action(_practices),
    "vault.preferences": Action(_preferences),
    "settings": Action(lambda context: context.screen.app.action_change_theme()),
    "vault.picture": Action(_picture),
    "vault.other": Action(
        _other_vault, lambda context: "" if context.app_context.known_vaults else "The demo has only this vault."
    ),
    "vault.keyring": Action(
        _keyring, lambda context: "" if context.workspace.passphrases.keyring_name else _NO_KEYRING
    ),
    "lock": Action(_lock),
}
