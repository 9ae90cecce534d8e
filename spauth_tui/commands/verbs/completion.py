"""Print the completion script of a shell: verbs, flags and the values they take.

Names are not completed: they are in the vault.
"""

from argparse import ArgumentParser, Namespace

from spauth_tui.commands.runtime.completion_scripts import SHELLS, Completed
from spauth_tui.commands.runtime.context import Desk

EXAMPLES = """\
  spauth-tui completion bash > ~/.local/share/bash-completion/completions/spauth-tui
  spauth-tui completion zsh > ~/.zfunc/_spauth-tui
  spauth-tui completion fish > ~/.config/fish/completions/spauth-tui.fish
  spauth-tui completion powershell >> $PROFILE"""


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("shell", choices=SHELLS, help="the shell")


async def run(desk: Desk, options: Namespace) -> None:
    completed: Completed = options.completed()
    desk.console.answer_whole(SHELLS[options.shell](completed))
