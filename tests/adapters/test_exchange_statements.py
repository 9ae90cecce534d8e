"""How much one exchange asks of the vault: a count, since each statement is a trip through Python's lock."""

from pathlib import Path

from spauth_tui.adapters.sqlcipher.store import SqlcipherVaultStore
from spauth_tui.domain.authorization import AuthorizationId
from spauth_tui.services.tokens import Tokens
from tests import builders
from tests.fakes import FakeClock, FakeTokenEndpoint

STATEMENTS = 13
"""The authorization, its application, its credentials; then one transaction, once it is seen that no other tool has
switched the file to a log: the access token, a refusal before it, the authorization as it then is, the event."""


async def test_an_exchange_says_few_statements(tmp_path: Path) -> None:
    vault = await SqlcipherVaultStore(tmp_path / "personal.vault").create(builders.PASSPHRASE)
    await builders.furnish(vault)
    tokens, said = Tokens(vault, FakeTokenEndpoint(), FakeClock()), list[str]()
    await tokens.refresh(AuthorizationId("auth"), "subject")
    await vault._run(lambda: vault._open_connection().set_trace_callback(said.append))
    await tokens.refresh(AuthorizationId("auth"), "subject")
    await vault._run(lambda: vault._open_connection().set_trace_callback(None))
    await vault.close()
    assert len(said) == STATEMENTS, said
