"""Test an authorization: the exchange at Login with Amazon, then one SP-API test call that confirms region and role.

The call's documented rate limit is respected, even across restarts. On a failure every known cause is listed as found,
possible or ruled out. The exit code says what kind of failure it was: 11 you have to act, 12 try again. With --all
it is 21 if any failed.

--conformance compares what Amazon answers with what this program's simulator would: statuses, names of headers, names
and types of fields, and no values. It makes the exchange and the test call, then both again with a made-up token, which
Amazon has to refuse; nothing else is sent. Read the output before you post it: every difference helps.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections import Counter
from typing import TYPE_CHECKING, Any

from spauth_tui.commands.runtime.answers import as_json
from spauth_tui.commands.runtime.arguments import NAME_HELP, add_json
from spauth_tui.commands.runtime.exit_codes import Exit, exit_of
from spauth_tui.commands.runtime.ways import way_words
from spauth_tui.domain.diagnosis.causes import explain_api_problem, explain_problem, explain_refusal
from spauth_tui.domain.diagnosis.explanation import Case, Explanation
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.exchange import ExchangeError, ExchangeRefused
from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.errors.selling_partner import SellingPartnerApiError
from spauth_tui.domain.text.pasting import command
from spauth_tui.domain.text.time import span_words
from spauth_tui.domain.views.naming import name_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spauth_tui.commands.runtime.console import Console
    from spauth_tui.commands.runtime.context import Desk, OpenVault
    from spauth_tui.domain.diagnosis.conformance import Line
    from spauth_tui.domain.model.authorization import Authorization
    from spauth_tui.services.testing.verifying import Verified

EXAMPLES = """\
  spauth-tui check acme
  spauth-tui check --all --json | jq '.checks[] | select(.passed | not) | .name'
  spauth-tui check "inventory/acme de" --json | jq .marketplaces
  spauth-tui check acme --conformance"""


NOT_AMAZON = "A simulator answers, not Amazon: what differs here says nothing about Amazon."


def arguments(parser: ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("name", metavar="NAME", nargs="?", help=NAME_HELP)
    what.add_argument("--all", action="store_true", help="test everything that has a refresh token, one after another")
    parser.add_argument("--conformance", action="store_true", help="compare Amazon's answers with the simulator's")
    add_json(parser)


def refuse(options: Namespace, _console: Console, _environment: Mapping[str, str]) -> None:
    """Raise `InputRefused` for --conformance of everything."""
    if options.conformance and options.all:
        raise InputRefused("--conformance compares one authorization.", "Give NAME instead of --all.")


async def run(desk: Desk, options: Namespace) -> Exit:
    if options.all:
        return await _check_all(desk, options)
    if options.conformance:
        return await _conformance(desk, options)
    async with desk.unlocked_for(options.name, lambda workspace: workspace.testing.verifying) as (
        opened,
        authorization,
    ):
        ended, described = await _check(desk, opened, authorization, options)
    if options.json:
        desk.console.answer(as_json("check", **described))
    return ended


async def _conformance(desk: Desk, options: Namespace) -> Exit:
    async with desk.unlocked_for(options.name, lambda workspace: workspace.conforming) as (opened, authorization):
        account = opened.holdings.account_by_id[authorization.account_id]
        if opened.workspace.goes_elsewhere:
            desk.console.say(NOT_AMAZON)
        lines = await opened.workspace.conforming.compare(authorization, account, desk.believed())
    if options.json:
        listed = [
            {
                "call": each.call,
                "part": each.part,
                "name": each.name,
                "result": each.match.value,
                "believed": each.believed or None,
                "answered": each.answered or None,
            }
            for each in lines
        ]
        desk.console.answer(as_json("check --conformance", lines=listed))
    else:
        _tell_conformance(desk, lines)
    return Exit.DONE


def _tell_conformance(desk: Desk, lines: tuple[Line, ...]) -> None:
    call = ""
    for each in lines:
        if each.call != call:
            call = each.call
            desk.console.answer(call)
        desk.console.answer(f"  {each.match.value:<8}  {_compared(each)}")
    counts = Counter(each.match.value for each in lines)
    desk.console.say(
        ", ".join(f"{count} {match}" for match, count in counts.items()) + ". Nothing was written to a file."
    )


def _compared(line: Line) -> str:
    what = f"{line.part} {line.name}".rstrip()
    if line.match.value != "differs":
        return f"{what} ({line.believed})" if line.part == "field" else f"{what} {line.believed}".removesuffix(" there")
    came = line.answered or "missing"
    return f"{what}: {came}, {f'the simulator has {line.believed}' if line.believed else 'not in the simulator'}"


async def _check_all(desk: Desk, options: Namespace) -> Exit:
    """Test one after another; what fails does not stop the rest."""
    ends, all_described = [], []
    async with desk.unlocked() as opened:
        for each in opened.holdings.authorizations:
            if each.current_refresh_token is not None:
                ended, described = await _check(desk, opened, each, options)
                ends.append(ended)
                all_described.append(described)
                desk.console.flush()
    if options.json:
        desk.console.answer(as_json("check --all", checks=all_described))
    elif not ends:
        desk.console.say("Nothing has a refresh token to test.")
    return Exit.NEEDS_ATTENTION if any(each is not Exit.DONE for each in ends) else Exit.DONE


async def _check(
    desk: Desk, opened: OpenVault, authorization: Authorization, options: Namespace
) -> tuple[Exit, dict[str, Any]]:
    """Test one, and tell it unless JSON is wanted; return how it ended, and the same for JSON."""
    name = name_of(authorization, opened.holdings)
    account = opened.holdings.account_by_id[authorization.account_id]
    try:
        verified = await opened.workspace.testing.verifying.verify(authorization, account)
    except (ExchangeError, SellingPartnerApiError) as problem:
        case, explanation = await _explained(desk, opened, authorization, problem)
        if not options.json:
            _tell_failure(desk, case, explanation, problem)
        return exit_of(problem), {"name": name, "passed": False, **_failure(explanation, problem)}
    if not options.json:
        _tell_success(desk, name, verified)
    ended = Exit.REFUSED if verified.foreign else Exit.DONE
    return ended, {"name": name, "passed": not verified.foreign, **_success(verified)}


async def _explained(
    desk: Desk, opened: OpenVault, authorization: Authorization, problem: SpauthError
) -> tuple[Case, Explanation]:
    holdings = await opened.workspace.holdings()
    present = holdings.authorization_by_id[authorization.id]
    case = Case(present, holdings, desk.clock.now())
    if isinstance(problem, ExchangeRefused) and present.refusal is not None:
        return case, explain_refusal(present.refusal, case)
    if isinstance(problem, SellingPartnerApiError) and problem.status:
        return case, explain_api_problem(problem, case)
    return case, explain_problem(problem)


def _tell_failure(desk: Desk, case: Case, explanation: Explanation, problem: SpauthError) -> None:
    names = {
        "NAME": name_of(case.authorization, case.holdings),
        "APPLICATION": case.application.label,
        "ACCOUNT": case.account.label,
    }
    paused = isinstance(problem, SellingPartnerApiError) and problem.is_our_pause
    desk.console.answer(f"{names['NAME']}: {'not tested' if paused else 'failed'}. {explanation.happened}")
    for cause in explanation.causes:
        desk.console.answer(f"  {cause.verdict.value}: {cause.words}")
    if explanation.remedy:
        desk.console.answer(f"  what to do: {explanation.remedy}")
    for way in explanation.ways:
        desk.console.answer(f"  {way_words(way, names)}")
    if explanation.said is not None:
        said = explanation.said
        desk.console.answer(f"  Amazon's answer: {said.status} {said.code}. {said.words}".rstrip(" ."))
        desk.console.answer(f"  request id: {said.request_id or 'none'}")
    if isinstance(problem, SellingPartnerApiError) and problem.wait and not paused:
        desk.console.answer(f"  Amazon asks to wait {span_words(problem.wait)}.")


def _failure(explanation: Explanation, problem: SpauthError) -> dict[str, Any]:
    said = explanation.said
    return {
        "exit_code": int(exit_of(problem)),
        "happened": explanation.happened,
        "causes": [{"verdict": cause.verdict.value, "words": cause.words} for cause in explanation.causes],
        "remedy": explanation.remedy,
        "ways": [way.code for way in explanation.ways],
        "status": said.status if said else None,
        "code": said.code if said else None,
        "amazons_words": said.words if said else None,
        "request_id": said.request_id if said else None,
        "retry_after": int(wait.total_seconds()) if (wait := getattr(problem, "wait", None)) else None,
    }


def _tell_success(desk: Desk, name: str, verified: Verified) -> None:
    proof = verified.proof
    desk.console.answer(f"{name}: accepted by {proof.endpoint}")
    for each in proof.participations:
        words = "" if each.is_participating else ", not participating"
        words += ", listings suspended" if each.has_suspended_listings else ""
        words += "" if each.is_store else f", not one of Amazon's stores: {each.marketplace_id}"
        desk.console.answer(f"  {each.code}  {each.store_name}{words}")
    desk.console.answer(f"  request id: {proof.request_id or 'none'}")
    if verified.differs:
        named, kept = ",".join(verified.named), " ".join(verified.account.marketplaces) or "none"
        edit = command("spauth-tui", "edit", "account", verified.account.label, "--marketplaces", named)
        desk.console.answer(
            f"  marketplaces: SP-API says {' '.join(verified.named)}, stored here: {kept}. To store what SP-API says:"
        )
        desk.console.answer(f"    {edit}")
    for region in verified.foreign:
        desk.console.answer(f"  wrong region: SP-API named marketplaces of {region.value}.")


def _success(verified: Verified) -> dict[str, Any]:
    proof = verified.proof
    return {
        "exit_code": int(Exit.REFUSED if verified.foreign else Exit.DONE),
        "endpoint": proof.endpoint,
        "request_id": proof.request_id,
        "marketplaces": [
            {
                "id": each.marketplace_id,
                "country_code": each.country_code,
                "store_name": each.store_name,
                "amazon_store": each.is_store,
                "participating": each.is_participating,
                "suspended_listings": each.has_suspended_listings,
            }
            for each in proof.participations
        ],
        "kept_marketplaces": list(verified.account.marketplaces),
        "foreign_regions": [each.name for each in verified.foreign],
    }
