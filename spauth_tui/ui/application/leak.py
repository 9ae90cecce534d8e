"""A leak: the ordered steps, ticked off and logged; it can be left and resumed."""

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static

from spauth_tui.domain.amazon.leak_steps import LEAK_STEPS, LeakStep, next_step
from spauth_tui.domain.model.leak import Leak, Leaked
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.text.time import age_words, clock_face, date_words
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.base.keys import bindings
from spauth_tui.ui.base.messages import LeakActionRequested
from spauth_tui.ui.base.own_screen import OwnScreen
from spauth_tui.ui.dialogs.choose import Choose
from spauth_tui.ui.dialogs.confirm import Confirm
from spauth_tui.ui.widgets.button import Button
from spauth_tui.ui.widgets.lists import List
from spauth_tui.ui.widgets.page import Actions, Page, Subject, page, telling
from spauth_tui.ui.widgets.problem_line import ProblemLine


def ask_what_leaked() -> Choose[Leaked]:
    """Return the dialog that asks what leaked."""
    return Choose("What leaked?", [(f"the {each.value}", each) for each in Leaked])


class LeakGuide(OwnScreen[None]):
    """Shows the steps on the left and the chosen one on the right."""

    CSS_PATH = "leak.tcss"
    BINDINGS = [*bindings("leak")]

    def __init__(self, workspace: Workspace, leak: Leak) -> None:
        super().__init__()
        self._workspace, self._leak = workspace, leak
        self._holdings = Holdings()

    def compose(self) -> ComposeResult:
        step = Vertical(
            Static(id="what"),
            Static(id="power"),
            ProblemLine(),
            Actions(Button("Done", id="tick", variant="primary"), Button("", id="do")),
            Actions(Button("Dealt with: close the leak", id="close")),
            id="step",
        )
        columns = Horizontal(List(id="steps", compact=True), Page(step), id="columns")
        yield from page(columns)

    async def on_mount(self) -> None:
        self._holdings = await self._workspace.holdings()
        following = next_step(self._leak)
        steps = LEAK_STEPS[self._leak.leaked]
        self._show(steps.index(following) if following else len(steps) - 1)
        self.query_one("#steps").focus()
        self.set_interval(1, self._show_power)

    @property
    def _step(self) -> LeakStep:
        index = self.query_one("#steps", OptionList).highlighted
        return LEAK_STEPS[self._leak.leaked][index or 0]

    def _show(self, index: int) -> None:
        leak, steps = self._leak, LEAK_STEPS[self._leak.leaked]
        done = sum(step.key in leak.done for step in steps)
        words = f"{leak.leaked.value} of {leak.subject}"
        noted = age_words(leak.opened_at, self._workspace.clock.now())
        count = f"  {done} of {len(steps)} steps done, noted {noted}"
        self.query_one(Subject).show("It leaked", words, count, style="bold $text-error")
        options = self.query_one("#steps", OptionList)
        options.clear_options()
        options.add_options([_line(number, step, leak) for number, step in enumerate(steps, 1)])
        options.highlighted = index
        self._show_step()

    def _show_step(self) -> None:
        step = self._step
        self.query_one("#what", Static).update(Content.styled(f"{step.title}\n\n", "bold") + Content(step.what))
        self.query_one("#tick", Button).label = "Not done" if step.key in self._leak.done else "Done"
        do = self.query_one("#do", Button)
        do.display = step.action is not None
        do.label = step.action.value if step.action else ""
        self._show_power()

    def _show_power(self) -> None:
        self.query_one("#power", Static).update(Content.styled(self._power(), "$text-warning"))

    def _power(self) -> str:
        """Say how long what leaked remains usable, as far as known."""
        leak, now = self._leak, self._workspace.clock.now()
        identity = leak.authorization_id
        authorization = self._holdings.authorization_by_id.get(identity) if identity else None
        if leak.leaked is Leaked.ACCESS_TOKEN and authorization is not None and authorization.access_token:
            left = authorization.access_token.expires_at - now
            lives = f"The newest access token lives {clock_face(left)} more."
            return lives if left.total_seconds() > 0 else "It has expired."
        if leak.leaked is Leaked.CLIENT_SECRET:
            application = self._holdings.application_by_id.get(leak.application_id)
            secrets = application.client_secrets if application else ()
            rotated = [each for each in secrets if each.stored_at > leak.opened_at]
            if not rotated:
                return "It works until you rotate, and seven days more."
            ends = [each.expires_at for each in secrets if each not in rotated and each.expires_at]
            return f"Rotated. The leaked one works until {date_words(max(ends))}." if ends else "Rotated."
        if leak.leaked is Leaked.REFRESH_TOKEN and authorization is not None:
            revoked = authorization.refresh_tokens and all(
                each.revoked_at for each in authorization.refresh_tokens if each.created_at <= leak.opened_at
            )
            return "Revoked at Amazon." if revoked else "It works until the authorization is revoked."
        return ""

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._show_step()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter ticks a step too."""
        event.stop()
        self.action_tick()

    @work(group="leak", exclusive=True)
    async def action_tick(self) -> None:
        step = self._step
        steps, done = LEAK_STEPS[self._leak.leaked], step.key not in self._leak.done
        with telling(self):
            self._leak = await self._workspace.authorizing.leaks.tick(self._leak, step.key, done=done)
            index = steps.index(step)
            self._show(min(index + 1, len(steps) - 1) if done else index)

    def action_do(self) -> None:
        action = self._step.action
        if action is not None:
            self.app.post_message(LeakActionRequested(action, self._leak))
            self.dismiss(None)

    @work(group="leak", exclusive=True)
    async def action_close(self) -> None:
        left = next_step(self._leak)
        if left is not None:
            question = "Close it although not every step is done?"
            if not await self.app.push_screen_wait(Confirm(question, f"Next would be: {left.title}.", "Close it")):
                return
        with telling(self):
            await self._workspace.authorizing.leaks.close(self._leak, anyway=True)
            self.dismiss(None)


def _line(number: int, step: LeakStep, leak: Leak) -> Content:
    done = step.key in leak.done
    mark = Content.styled("√ ", "$text-success") if done else Content.styled(f"{number} ", "bold $text-primary")
    return mark + Content.styled(step.title, "$dim" if done else "")
