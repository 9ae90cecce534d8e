"""The five steps at a glance: a sign, a word, and why a step counts as done."""

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from spauth_tui.domain.amazon.checklist import evidence, is_done, next_step
from spauth_tui.domain.amazon.steps import STEPS
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.ui.base.status_colours import DONE, LATER, NOW

_LINES = 4
"""Lines per step: two for the title, one for the state, one blank."""


class StepList(Widget):
    """Paints the steps; a click chooses one."""

    DEFAULT_CSS = """
    StepList { width: 30; height: 100%; padding: 1 1; background: $surface; border-right: vkey $rule; }
    """

    class Chosen(Message):
        """A step was clicked."""

        def __init__(self, step_key: str) -> None:
            self.step_key = step_key
            super().__init__()

    def __init__(self) -> None:
        super().__init__()
        self._authorization: Authorization | None = None
        self._current = STEPS[0].key

    def show(self, authorization: Authorization, current: str) -> None:
        """Show the progress of an authorization, and which step is open."""
        self._authorization, self._current = authorization, current
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        index = (event.y - 1) // _LINES
        if 0 <= index < len(STEPS):
            self.post_message(self.Chosen(STEPS[index].key))

    def render(self) -> Content:
        if self._authorization is None:
            return Content("")
        width = max(8, self.size.width - 2)
        following = next_step(self._authorization)
        lines: list[Content] = []
        for number, step in enumerate(STEPS, 1):
            here = step.key == self._current
            done = is_done(step, self._authorization)
            now = following is not None and following.key == step.key
            sign = DONE if done else NOW if now else LATER
            token = "$text-success" if done else "$text-primary" if now else "$dim"
            title = Content(f"{number} {step.title}").wrap(width - 2)[:2]
            style = "bold reverse" if here else "bold" if now else ""
            block = [Content.styled(f"{sign} ", token) + title[0].stylize(style)]
            block += [Content("  ") + line.stylize(style) for line in title[1:]]
            state = f"  done: {evidence(step, self._authorization)}" if done else "  to do now" if now else "  to do"
            block.append(Content.styled(state, token).truncate(width + 1, ellipsis=True))
            lines += block + [Content("")] * (_LINES - len(block))
        return Content("\n").join(lines)
