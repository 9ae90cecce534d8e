"""The completion scripts of four shells, generated from the parsers."""

import argparse
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

PROGRAM = "spauth-tui"


@dataclass(frozen=True, slots=True)
class Word:
    """A word to complete: a verb, a noun or a flag, with what it does and the values it takes."""

    text: str
    words: str
    values: tuple[str, ...] = ()
    wants_value: bool = False
    wants_file: bool = False


Completed = dict[str, tuple[Word, ...]]
"""All completions: words by path, which is empty, a verb, or `verb noun`."""

_FILES = frozenset({"FILE", "FILE.svg", "PATH"})


class Parser(Protocol):
    """A parser that remembers its arguments."""

    description: str | None
    arguments: list[argparse.Action]
    children: dict[str, "Parser"]

    def fill(self) -> None:
        """Import what it needs."""


def completed(parser: Parser, path: str = "") -> Completed:
    """Read a parser and those below it."""
    parser.fill()
    at = {path: tuple(_words(parser))}
    for name, child in parser.children.items():
        at |= completed(child, f"{path} {name}".strip())
    return at


def _words(parser: Parser) -> Iterator[Word]:
    for name, child in parser.children.items():
        yield Word(name, _first_sentence(child.description or ""))
    for action in parser.arguments:
        values = tuple(map(str, action.choices)) if action.choices else ()
        wants_file = action.metavar in _FILES
        for flag in action.option_strings:
            if flag.startswith("--"):
                yield Word(flag, _first_sentence(action.help or ""), values, action.nargs != 0, wants_file)
        if not action.option_strings:
            for value in values:
                yield Word(value, "")


def _first_sentence(text: str) -> str:
    paragraph = " ".join(text.partition("\n\n")[0].split())
    return paragraph.partition(". ")[0].rstrip(".").replace("'", "’").replace("`", "")


def _cases(cases: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"    '{pattern}') {command};;" for pattern, command in cases)


def _values(completed: Completed, offer: str, files: str) -> str:
    """Return the cases of the words after which values or files come; {} in the offer is where the values go."""
    return _cases(
        (f"{path} {word.text}", files if word.wants_file else offer.format(" ".join(word.values)))
        for path, words in completed.items()
        for word in words
        if word.values or word.wants_file
    )


def bash(completed: Completed) -> str:
    """Write it for bash."""
    offered = ((path, f"words='{' '.join(word.text for word in words)}'") for path, words in completed.items())
    return f"""# {PROGRAM} completion for bash
_spauth_tui() {{
  local current="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}" path='' words='' found='' word
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    case " ${{path:+$path }}$word" in
{_paths(completed, "path")}
    esac
    [ "$word" = -- ] && return
  done
  case "$path $before" in
{_values(completed, "words='{}'; found=1", 'COMPREPLY=($(compgen -f -- "$current")); return')}
  esac
  if [ -z "$found" ]; then
    case "$path" in
{_cases(offered)}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}}
complete -o default -F _spauth_tui {PROGRAM}
"""


def _paths(completed: Completed, variable: str) -> str:
    return "\n".join(f"      ' {path}') {variable}='{path}';;" for path in completed if path)


def zsh(completed: Completed) -> str:
    """Write it for zsh."""

    def described(words: Iterable[Word]) -> str:
        return " ".join(f"'{word.text.replace(':', chr(92) + ':')}:{word.words}'" for word in words)

    offered = ((path, f"words=({described(words)})") for path, words in completed.items())
    return f"""#compdef {PROGRAM}
# {PROGRAM} completion for zsh
_spauth_tui() {{
  local at='' word before="${{words[CURRENT-1]}}"
  local -a typed
  typed=("${{(@)words[2,CURRENT-1]}}")
  for word in "${{typed[@]}}"; do
    case " ${{at:+$at }}$word" in
{_paths(completed, "at")}
    esac
    [[ "$word" == -- ]] && {{ _normal; return }}
  done
  case "$at $before" in
{_values(completed, "compadd -- {}; return", "_files; return")}
  esac
  local -a words
  case "$at" in
{_cases(offered)}
  esac
  _describe '{PROGRAM}' words
}}
if [[ "$funcstack[1]" == _spauth-tui ]]; then _spauth_tui "$@"; else compdef _spauth_tui {PROGRAM}; fi
"""


def fish(completed: Completed) -> str:
    """Write it for fish."""
    lines = [f"# {PROGRAM} completion for fish", f"complete -c {PROGRAM} -f"]
    for path, words in completed.items():
        verbs = " ".join(word.text for word in completed[""] if not word.text.startswith("-"))
        parts = path.split()
        if not parts:
            condition = f"not __fish_seen_subcommand_from {verbs}"
        else:
            condition = "; and ".join(f"__fish_seen_subcommand_from {part}" for part in parts)
            nouns = [word.text for word in words if not word.text.startswith("-")]
            if nouns and f"{path} {nouns[0]}" in completed:
                condition += f"; and not __fish_seen_subcommand_from {' '.join(nouns)}"
        for word in words:
            what = f"-l {word.text[2:]}" if word.text.startswith("--") else f"-a {word.text}"
            taken = f" -x -a '{' '.join(word.values)}'" if word.values else " -r -F" if word.wants_file else ""
            taken = taken or (" -x" if word.wants_value and word.text.startswith("--") else "")
            lines.append(f"complete -c {PROGRAM} -n '{condition}' {what}{taken} -d '{word.words}'")
    return "\n".join(lines) + "\n"


def powershell(completed: Completed) -> str:
    """Write it for PowerShell."""
    table = "\n".join(f"    '{path}' = {_array(word.text for word in words)}" for path, words in completed.items())
    values = "\n".join(
        f"    '{path} {word.text}' = {_array(word.values)}"
        for path, words in completed.items()
        for word in words
        if word.values
    )
    return f"""# {PROGRAM} completion for PowerShell
Register-ArgumentCompleter -Native -CommandName {PROGRAM} -ScriptBlock {{
  param($current, $ast, $position)
  $known = @{{
{table}
  }}
  $values = @{{
{values}
  }}
  $at = ''
  $before = ''
  foreach ($element in ($ast.CommandElements | Select-Object -Skip 1)) {{
    $word = $element.ToString()
    if ($element.Extent.EndOffset -ge $position -and $word -eq $current) {{ break }}
    $next = "$at $word".Trim()
    if ($known.ContainsKey($next)) {{ $at = $next }}
    $before = $word
  }}
  $offered = if ($values.ContainsKey("$at $before")) {{ $values["$at $before"] }} else {{ $known[$at] }}
  $offered | Where-Object {{ $_ -like "$current*" }} | ForEach-Object {{
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }}
}}
"""


def _array(texts: Iterable[str]) -> str:
    quoted = (f"'{text}'" for text in texts)
    return f"@({', '.join(quoted)})"


SHELLS: dict[str, Callable[[Completed], str]] = {"bash": bash, "zsh": zsh, "fish": fish, "powershell": powershell}
