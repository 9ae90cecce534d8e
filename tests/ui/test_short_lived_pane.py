"""The pane of a token that is no authorization's."""

from datetime import UTC, datetime

from spauth_tui.ui.widgets.short_lived_pane import ShortLivedPane


def test_its_countdown_can_be_moved_on_before_it_is_composed() -> None:
    now = datetime(2026, 11, 5, 12, tzinfo=UTC)
    ShortLivedPane("key", "A title", "What it is", None, (), now).tick(now)
