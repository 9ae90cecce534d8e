"""Explain a topic, or a verb. Without a word it lists the topics."""

from argparse import ArgumentParser, Namespace

from spauth_tui.commands.answers import facts, table
from spauth_tui.commands.desk import Desk
from spauth_tui.commands.exit_codes import MEANINGS, Exit
from spauth_tui.commands.json_answers import JSON_ANSWERS
from spauth_tui.commands.verbs import VERBS
from spauth_tui.dialects.draft import Dialect
from spauth_tui.dialects.registry import DIALECTS
from spauth_tui.domain.errors import NoSuchName
from spauth_tui.domain.foreign import clean
from spauth_tui.domain.glossary import GLOSSARY
from spauth_tui.domain.keymap import PRESET_KEYS
from spauth_tui.domain.keys import FIXED, PLACES

EXAMPLES = """\
  spauth-tui help exit-codes
  spauth-tui help dialects
  spauth-tui help token"""

NAMES = """\
NAME is application/account, or any part of it that fits only one authorization, in any case: acme, inv/acme, "acme d".
A whole label wins over a part of another. Where several fit, the candidates are listed and the exit code is 10.
A whole application's label means all its accounts, for refresh and export."""
SETTINGS = """\
A flag wins over its environment variable, that over config.toml, that over the default.

flag                  environment                config.toml          default
--vault               SPAUTH_VAULT               vault                personal.vault in the data directory
--lwa-url             SPAUTH_LWA_URL             lwa_url              Login with Amazon; else only loopback
--passphrase-fd                                                       asked for at the terminal
--passphrase-command  SPAUTH_PASSPHRASE_COMMAND  passphrase_command   asked for at the terminal
                      SPAUTH_CLIPBOARD_COMMAND   clipboard_command    found out
                      SPAUTH_CONFIG                                   config.toml in the config directory

Looks and keys stand in config.toml alone, no verb reads them, and F2 in the dashboard writes them: theme, panes
(comfortable, compact, table), motion and title (true, false), notify (off, bell, desktop), progress (off, on, auto),
keymap (default, vim), and a table [keys], which spauth-tui help keys explains.

spauth-tui locate prints the paths. A passphrase is never taken from the command line or a variable. Without a flag,
variable or setting the system's keyring is asked, if it keeps the passphrase, and then the terminal."""


def _exit_codes() -> str:
    ended = {str(128 + number): f"ended by {name}" for name, number in (("SIGHUP", 1), ("SIGTERM", 15))}
    return facts({str(int(code)): meaning for code, meaning in MEANINGS.items()} | ended)


def _dialects() -> str:
    rows = [(each.key, each.title, each.place, _held(each)) for each in DIALECTS.values()]
    return table(("DIALECT", "FORM OF", "USUALLY AT", "HOLDS"), rows)


def _words() -> str:
    return "\n".join(f"{word}\n    {meaning}" for word, meaning in GLOSSARY.items())


def _held(dialect: Dialect) -> str:
    if dialect.holds_several:
        return "several"
    return "one" if dialect.holds_refresh_token else "application"


KEYS = """\

In config.toml: keymap = "vim" takes the column VIM where it says something. Single keys, on top of that:

[keys]
"pane.copy" = "z,ctrl+y"

Keys are called a, A, ctrl+d, alt+x, f2, enter, space, question_mark (or ?), comma. What is a key of two actions in one
place, or no key, is reported when the dashboard starts, and changes nothing. What ends in always cannot be changed."""


def _keys() -> str:
    vim = PRESET_KEYS["vim"]
    rows = [
        (key.id, key.keys, "" if key.id in FIXED else vim.get(key.id, ""), place, key.does)
        for place, keys in PLACES.items()
        for key in keys
    ]
    return table(("ID", "KEYS", "VIM", "WHERE", "DOES"), rows) + "\n" + KEYS


TOPICS = {
    "exit-codes": ("the exit codes, stable", _exit_codes),
    "names": ("how to name an authorization", lambda: NAMES),
    "settings": ("flags, environment, config.toml", lambda: SETTINGS),
    "keys": ("the keys of the screens, and how to change them", _keys),
    "dialects": ("the forms that import and export know", _dialects),
    "words": ("what the words mean", _words),
    "json": ("the fields of every --json answer", lambda: JSON_ANSWERS),
}


def arguments(parser: ArgumentParser) -> None:
    """Add the verb's own arguments."""
    parser.add_argument("topic", nargs="?", metavar="TOPIC|VERB", help=", ".join(TOPICS))


async def run(desk: Desk, options: Namespace) -> Exit:
    """Answer with the explanation."""
    topic = options.topic
    if topic is None:
        desk.console.answer(facts({name: words for name, (words, _) in TOPICS.items()}))
        desk.console.say("spauth-tui --help lists the verbs, spauth-tui VERB --help explains one.")
    elif topic in TOPICS:
        desk.console.answer(TOPICS[topic][1]())
    elif topic in VERBS:
        options.verb_help(topic)
    else:
        raise NoSuchName(f"There is no topic or verb {clean(topic, 40)}.", f"There are: {', '.join(TOPICS)}.")
    return Exit.DONE
