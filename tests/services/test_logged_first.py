"""Nothing leaves the vault before the log holds it: where the log takes no line, nothing goes."""

import ast
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from spauth_tui.domain.errors.vault import BackupExists, DiskFull, VaultUnwritable
from spauth_tui.domain.model.event import EventKind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.vault.backup import BackupReason
from spauth_tui.formats.registry import FORMATS
from tests import builders
from tests.services.test_brokering import answered, give, visit
from tests.services.world import AUTH, World

SERVICES = Path(__file__).parents[2] / "spauth_tui" / "services"
FORM = FORMATS["sp-api-sdk"]


@pytest.fixture
async def world() -> World:
    """One authorization with a live access token."""
    made = World()
    await builders.furnish(made.vault)
    await made.vault.keep(AUTH, builders.access_token(), builders.event())
    return made


async def _to_file(world: World, target: Path) -> object:
    return await world.workspace.exporting.to_file(FORM, [await world.authorization()], str(target), None)


async def _as_text(world: World, _: Path) -> object:
    return await world.workspace.exporting.as_text(FORM, [await world.authorization()], "there", None)


async def _as_variables(world: World, _: Path) -> object:
    async with world.workspace.exporting.as_variables(FORM, await world.authorization(), "there", None) as names:
        return names


async def _token(world: World, _: Path) -> object:
    return await world.workspace.handing_out.access_token(await world.authorization(), "there")


async def _lent(world: World, _: Path) -> object:
    return await world.workspace.brokering.give(await world.authorization(), "n", "http://127.0.0.1:4711")


HAND_OUTS: dict[str, Callable[[World, Path], Awaitable[object]]] = {
    "export to a file": _to_file,
    "export to standard output": _as_text,
    "exec --sdk": _as_variables,
    "token, exec": _token,
    "broker": _lent,
    "copy": lambda world, _: world.workspace.copying.copy_access_token(AUTH, builders.account()),
    "copy restricted, grantless": lambda world, _: world.workspace.copying.copy_short_lived(
        Secret("CANARY"), "w", builders.application()
    ),
    "show": lambda world, _: world.workspace.copying.lend_access_token(AUTH),
    "log to a file": lambda world, target: world.workspace.log.export(str(target)),
    "inventory to a file": lambda world, target: world.workspace.storage_practices.export(str(target)),
    "backup beside the vault": lambda world, _: world.workspace.backups.write_automatic(BackupReason.BEFORE_IMPORT),
    "inventory": lambda world, _: world.workspace.storage_practices.note_export("there"),
}


@pytest.mark.parametrize("way", HAND_OUTS)
async def test_what_the_log_cannot_take_does_not_go(world: World, way: str, tmp_path: Path) -> None:
    world.vault.is_full = True
    with pytest.raises(DiskFull):
        await HAND_OUTS[way](world, tmp_path / "x.csv")
    assert (world.files.written, world.clipboard.text, world.vault.backups) == ({}, None, [])


async def test_a_backup_by_hand_stays_and_says_that_the_log_does_not_tell_of_it(world: World, tmp_path: Path) -> None:
    world.vault.is_full = True
    with pytest.raises(VaultUnwritable) as said:
        await world.workspace.backups.write(str(tmp_path / "x.vault"))
    assert [each.path for each in world.vault.backups] == [tmp_path / "x.vault"]
    assert f"was written and checked: {tmp_path / 'x.vault'}. The event could not be logged" in str(said.value)


async def test_a_broker_answers_nothing_that_the_log_cannot_take(world: World) -> None:
    lent = await give(world)
    world.vault.is_full = True
    reply = await answered(world, visit(lent))
    assert (reply.status, "Atza|" in reply.body.reveal()) == (503, False)


@pytest.mark.parametrize("way", ["export to a file", "log to a file", "inventory to a file"])
async def test_a_file_that_could_not_be_written_has_a_second_line_in_the_log(
    world: World, way: str, tmp_path: Path
) -> None:
    world.files.written[tmp_path / "x.csv"] = "mine"
    with pytest.raises(BackupExists):
        await HAND_OUTS[way](world, tmp_path / "x.csv")
    failed, done = (await world.kinds())[:2]
    assert failed is EventKind.EXPORT_FAILED
    assert done in {EventKind.EXPORTED, EventKind.SECRETS_EXPORTED}


def _unlogged(tree: ast.AST) -> set[str]:
    """Return the functions that write a file or copy, and do so outside `logged_first`."""
    logged = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.AsyncWith) and "logged_first" in ast.unparse(node.items[0].context_expr)
        for inner in ast.walk(node)
    }
    return {
        function.name
        for function in ast.walk(tree)
        if isinstance(function, ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"self._files.write", "self._files.write_secret", "self._clipboard.copy"}
        and node not in logged
    }


def test_no_service_writes_a_file_or_copies_before_it_logs() -> None:
    # An address of a portal is no secret, and nothing of the vault.
    assert {name for path in SERVICES.rglob("*.py") for name in _unlogged(ast.parse(path.read_text()))} == {
        "copy_plain"
    }
