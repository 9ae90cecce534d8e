"""Explain a topic or a verb. Without an argument it lists the topics."""

from argparse import ArgumentParser, Namespace
from importlib.resources import files

from spauth_tui.commands.registry import VERBS
from spauth_tui.commands.runtime.answers import facts, table
from spauth_tui.commands.runtime.context import Desk
from spauth_tui.commands.runtime.exit_codes import Exit
from spauth_tui.commands.runtime.plain_lines import in_plain_lines
from spauth_tui.domain.amazon.facts import FACTS, UNCONFIRMED, sourced
from spauth_tui.domain.errors.input import NoSuchName
from spauth_tui.domain.keyboard.keymap import PRESET_KEYS
from spauth_tui.domain.keyboard.keys import FIXED, PLACES
from spauth_tui.domain.text.clean import clean, masked
from spauth_tui.domain.text.glossary import GLOSSARY
from spauth_tui.domain.text.nearest import meant
from spauth_tui.formats.registry import FORMATS

EXAMPLES = """\
  spauth-tui help exit-codes
  spauth-tui help formats
  spauth-tui help token"""

_TEXTS = files("spauth_tui.commands").joinpath("topics")


def _exit_codes() -> str:
    ended = {str(128 + number): f"ended by {name}" for name, number in (("SIGHUP", 1), ("SIGTERM", 15))}
    return facts({str(int(code)): code.meaning for code in Exit} | ended)


_READING = """

These are the formats that export writes. import reads any text by the shapes of its values, whatever is around them:
.env files and scripts of any shell, JSON, YAML, TOML, INI, tables, Kubernetes secrets, Postman environments, source
code. What looks like a credential and is not taken is named with its line and the reason."""


def _formats() -> str:
    rows = []
    for each in FORMATS.values():
        holds = "several" if each.holds_several else "one" if each.holds_refresh_token else "application"
        rows.append((each.key, each.title, each.place, holds))
    return table(("FORMAT", "OF", "USUALLY AT", "HOLDS"), rows) + _READING


def _words() -> str:
    return "\n".join(f"{word}\n    {meaning}" for word, meaning in GLOSSARY.items())


def _keys() -> str:
    vim = PRESET_KEYS["vim"]
    rows = [
        (key.id, key.keys, "" if key.id in FIXED else vim.get(key.id, ""), place, key.does)
        for place, keys in PLACES.items()
        for key in keys
    ]
    return table(("ID", "KEYS", "VIM", "WHERE", "DOES"), rows)


_CONFIDENCE = """\
What this program says of Amazon, where each comes from, and the day by which that was read. \
Official: a document or code of Amazon's. Reported: several developers, or an older document. \
Unsure: a single report."""
_UNKNOWN = "Looked for and not confirmed, so never stated as a fact:"


def _sources() -> str:
    said = (f"{each.text}\n    {sourced(each)}" for each in FACTS.values())
    unknown = (f"  {each}" for each in UNCONFIRMED)
    return "\n\n".join((_CONFIDENCE, *said, "\n".join((_UNKNOWN, *unknown))))


_COMPUTED = {
    "exit-codes": _exit_codes,
    "keys": _keys,
    "formats": _formats,
    "words": _words,
    "screen-reader": in_plain_lines,
    "sources": _sources,
}
TOPICS = {
    "dashboard": "states, marks, filter, watching, guarding",
    "failures": "what the program does when Amazon refuses",
    "recovery": "backups, and what to do when a vault is lost or damaged",
    "names": "how to name an authorization",
    "settings": "flags, environment, config.toml",
    "keys": "the keys of the screens, and how to change them",
    "screen-reader": "every key of the screens beside the verb that does the same",
    "formats": "the file formats of import and export",
    "words": "what the words mean",
    "sources": "what is known of Amazon, and from where",
    "json": "the fields of every --json answer",
    "exit-codes": "the exit codes, which are stable",
}
"""Each is computed, or a text in `topics`, or both."""


def explanation(topic: str) -> str:
    """Return the text of a topic."""
    parts = [_COMPUTED[topic]()] if topic in _COMPUTED else []
    text = _TEXTS.joinpath(f"{topic}.txt")
    if text.is_file():
        parts.append(text.read_text(encoding="utf-8").rstrip())
    return "\n\n".join(parts)


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("topic", nargs="?", metavar="TOPIC|VERB", help=", ".join(TOPICS))


async def run(desk: Desk, options: Namespace) -> None:
    topic = options.topic
    if topic is None:
        desk.console.answer(facts(TOPICS))
        desk.console.say("spauth-tui --help lists the verbs; spauth-tui VERB --help explains one.")
    elif topic in TOPICS:
        desk.console.answer(explanation(topic))
    elif topic in VERBS:
        options.verb_help(topic)
    else:
        raise NoSuchName(
            f"There is no topic or verb called {clean(masked(topic), 40)}.{meant(topic, (*TOPICS, *VERBS))}",
            f"The topics are: {', '.join(TOPICS)}.",
        )
