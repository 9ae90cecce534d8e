import pytest

from spauth_tui.adapters.system.passphrase_strength import ZxcvbnEstimator
from spauth_tui.domain.model.secret import Secret


@pytest.mark.parametrize(
    ("passphrase", "lowest", "highest"),
    [("password1234", 0, 1), ("CANARYCANARY", 0, 1), ("CANARY brisk lantern otter dune", 4, 4)],
)
async def test_the_score_tells_what_is_guessed_from_what_is_not(passphrase: str, lowest: int, highest: int) -> None:
    strength = await ZxcvbnEstimator().estimate(Secret(passphrase))
    assert lowest <= strength.score <= highest


async def test_a_passphrase_longer_than_zxcvbn_takes_is_judged_by_its_beginning() -> None:
    strength = await ZxcvbnEstimator().estimate(Secret("CANARY brisk lantern otter dune " * 30))
    assert strength.score == 4


async def test_nothing_typed_has_no_word() -> None:
    assert (await ZxcvbnEstimator().estimate(Secret(""))).words == ""
