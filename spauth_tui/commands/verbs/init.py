"""Create a vault. The passphrase is typed twice, or generated, or comes from --passphrase-fd or --passphrase-command.

At a terminal, press enter without typing anything for a passphrase of six words: it is shown once, and you type it once
from what you wrote down.

Nobody can recover the passphrase: keep it in a password manager or on paper.
"""

from argparse import ArgumentParser, Namespace

from spauth_tui.commands.runtime.context import Desk
from spauth_tui.domain.errors.input import PassphraseRefused
from spauth_tui.domain.errors.vault import VaultExists
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.clean import unexpanded
from spauth_tui.domain.vault.passphrase import accept_passphrase
from spauth_tui.services.vault_care.suggesting import six_words

EXAMPLES = """\
  spauth-tui init
  spauth-tui init --vault work.vault --passphrase-command 'pass show spauth/work'"""

OTHERWISE = "Give it with --new-passphrase-fd, or for a new vault with --passphrase-fd or --passphrase-command."
SHOWN_ONCE = "Your new passphrase. It is shown only now: write it down, or keep it in a password manager."
GUESSED_AT_ONCE, FAIR = 0, 2


def arguments(parser: ArgumentParser) -> None:
    """Add no arguments."""


async def run(desk: Desk, _options: Namespace) -> None:
    """Create the vault; answer with its path."""
    unlocking = desk.find_vault()
    if unlocking.has_vault:
        raise VaultExists(
            f"There is already a file at {unlocking.path}. It was not touched.",
            "spauth-tui opens it, and spauth-tui ls lists what is in it.",
        )
    if question := unexpanded(str(unlocking.path)):
        desk.console.say(f"The vault would be {unlocking.path}.{question}")
        desk.console.confirm("Create it there?")
    directory = unlocking.path.parent
    if directory.name != "spauth-tui" and not directory.exists():  # of our own data directory there is nothing to say
        desk.console.say(f"The directory {directory} does not exist yet and will be created.")
    passphrase, again = given_or_typed_twice(desk, desk.given_passphrase())
    await refuse_guessable(desk, passphrase)
    workspace = await unlocking.create(passphrase, again)
    await workspace.close("a command ended")
    desk.console.say("Created. Nobody can recover the passphrase, so keep it where you can find it.")
    desk.console.say("Next: spauth-tui add application, or spauth-tui import FILE.")
    desk.console.answer_paths(str(unlocking.path))


def given_or_typed_twice(desk: Desk, given: Secret | None) -> tuple[Secret, Secret]:
    """Return a new passphrase, as typed twice; raises `PassphraseRefused` before the second time."""
    if given is not None:
        return given, given
    console = desk.console
    if console.can_show_once:
        console.say("Press enter without typing anything to get a random passphrase of six words.")
    typed = console.ask_secret("New passphrase", OTHERWISE)
    if typed:
        accept_passphrase(typed)
    if typed or not console.can_show_once:
        return typed, console.ask_secret("New passphrase again")
    made = six_words()
    console.show_once(SHOWN_ONCE, made, "Press enter when you have written it down. ")
    return made, console.ask_secret("Type the six words")


async def refuse_guessable(desk: Desk, passphrase: Secret) -> None:
    """Raise `PassphraseRefused` if it can be guessed in fewer than 10^8 tries; warn if it is merely weak."""
    strength = await desk.strength().estimate(passphrase)
    if strength.score <= GUESSED_AT_ONCE:
        raise PassphraseRefused("That passphrase is too easy to guess.")
    if strength.score <= FAIR:
        desk.console.say(f"This passphrase is {strength.words}. Several unrelated words are stronger.")
