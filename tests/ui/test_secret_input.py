"""The field for secrets gives nothing away by keys."""

import pytest
from textual.app import App, ComposeResult

from spauth_tui.ui.widgets.secret_input import SecretInput


class Field(App[None]):
    def compose(self) -> ComposeResult:
        yield SecretInput()


@pytest.mark.parametrize("key", ["ctrl+c", "super+c", "ctrl+x"])
async def test_select_all_and_copy_or_cut_takes_nothing(key: str) -> None:
    app = Field()
    async with app.run_test() as pilot:
        field = app.query_one(SecretInput)
        field.focus()
        field.value = "Atzr|CANARY"
        await pilot.press("ctrl+a", "shift+end", key)
        field.action_select_all()
        await pilot.press(key)
        assert app.clipboard == ""
        assert field.value == "Atzr|CANARY"


async def test_what_was_taken_is_no_longer_in_the_field() -> None:
    app = Field()
    async with app.run_test() as pilot:
        field = app.query_one(SecretInput)
        field.value = "Atzr|CANARY"
        await pilot.pause()
        assert field.take().reveal() == "Atzr|CANARY"
        assert field.value == ""
