"""Check the vault's file, this computer and the connection to Amazon, and print what support asks for.

It does not need the passphrase, and the output contains no secrets and none of your paths or host names. Unless you
give --offline, one request without a secret goes to Login with Amazon, to compare clocks. --unlock opens the vault and
checks every page.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from spauth_tui.commands.runtime.answers import as_json, facts
from spauth_tui.commands.runtime.arguments import add_json
from spauth_tui.commands.runtime.context import Desk
from spauth_tui.commands.runtime.exit_codes import Exit
from spauth_tui.commands.runtime.ways import ways_words
from spauth_tui.domain.errors.vault import VaultError
from spauth_tui.domain.text.counting import counted
from spauth_tui.services.vault_care.doctoring import Finding, Severity

EXAMPLES = """\
  spauth-tui doctor
  spauth-tui doctor --offline --json | jq '.findings[] | select(.verdict == "found")'"""


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--offline", action="store_true", help="send nothing to Amazon")
    parser.add_argument("--unlock", action="store_true", help="open the vault and check every page")
    add_json(parser)


async def run(desk: Desk, options: Namespace) -> Exit:
    doctoring = desk.doctoring()
    findings = list(await doctoring.examine(ask_amazon=not options.offline))
    if desk.config_problem is not None:
        bad = desk.config_problem
        findings.insert(0, Finding("settings", Severity.FOUND, bad.sentence.rstrip("."), bad.remedy))
    if options.unlock:
        findings.append(await _opened(desk))
    if options.json:
        listed = [
            {
                "what": each.what,
                "verdict": each.verdict.value,
                "words": each.words,
                "remedy": each.remedy,
                "ways": [way.code for way in each.ways],
            }
            for each in findings
        ]
        desk.console.answer(as_json("doctor", findings=listed, facts=dict(doctoring.facts())))
    else:
        for each in findings:
            words = f"{each.verdict.value:<6} {each.what}: {each.words}. {each.remedy}".rstrip()
            desk.console.answer(f"{words}{ways_words(each.ways, {})}")
        desk.console.answer("")
        desk.console.answer(facts(doctoring.facts()))
    return Exit.NEEDS_ATTENTION if any(each.verdict is Severity.FOUND for each in findings) else Exit.DONE


async def _opened(desk: Desk) -> Finding:

    try:
        async with desk.unlocked() as opened:
            held = opened.holdings
            if opened.workspace.read_only is not None:
                problem = opened.workspace.read_only
                return Finding(
                    "pages",
                    Severity.FOUND,
                    f"every page is sound. {problem.sentence.rstrip('.')}",
                    problem.remedy,
                    problem.ways,
                )
    except VaultError as problem:
        return Finding("pages", Severity.FOUND, problem.sentence.rstrip("."), problem.remedy, problem.ways)
    return Finding("pages", Severity.FINE, f"every page is sound; {counted(len(held.authorizations), 'authorization')}")
