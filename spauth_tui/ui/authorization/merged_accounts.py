"""A merged account: its regions side by side. For vendors: the groups of one application."""

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from spauth_tui.domain.amazon.checklist import next_step
from spauth_tui.domain.amazon.facts import FACTS
from spauth_tui.domain.amazon.region import Region
from spauth_tui.domain.amazon.steps import STEPS
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import Application, Kind
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.text.time import age_words, clock_face
from spauth_tui.domain.views.status import status_of
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.base.keys import bindings
from spauth_tui.ui.base.messages import AnotherRequested, ChecklistRequested
from spauth_tui.ui.base.own_screen import OwnScreen
from spauth_tui.ui.base.status_colours import LOOKS
from spauth_tui.ui.widgets.button import Button
from spauth_tui.ui.widgets.page import page


@dataclass(frozen=True, slots=True)
class Member:
    """One column: a region or a vendor group, with its account and authorization, if any."""

    title: str
    account: Account | None = None
    authorization: Authorization | None = None


def members_of(holdings: Holdings, application: Application, account: Account) -> tuple[Member, ...]:
    """Return the columns: every region for a seller, every vendor group of the application for a vendor."""
    by_account = {each.account_id: each for each in holdings.of_application(application.id)}
    if account.kind is Kind.VENDOR:
        own = (holdings.account_by_id[identity] for identity in by_account)
        ordered = sorted(own, key=lambda each: (each.vendor_group.casefold(), each.label.casefold()))
        return tuple(Member(each.vendor_group or "no group", each, by_account[each.id]) for each in ordered)
    merged = [each for each in holdings.accounts if each.id == account.id or each.is_merged_with(account)]
    found: list[Member] = []
    for region in Region:
        here = [each for each in merged if each.region is region]
        found.extend(Member(region.value, each, by_account.get(each.id)) for each in here)
        if not here:
            found.append(Member(region.value))
    return tuple(found)


class MergedAccountsScreen(OwnScreen[None]):
    """Shows the accounts side by side, each with its own refresh token, and leads to the one that is missing."""

    CSS_PATH = "merged_accounts.tcss"
    BINDINGS = [
        *bindings(
            "merged account",
            {"merged.previous": "app.focus_previous", "merged.next": "app.focus_next", "merged.add": "next_one"},
        )
    ]

    def __init__(self, workspace: Workspace, holdings: Holdings, authorization: Authorization) -> None:
        super().__init__()
        self._workspace, self._holdings, self._authorization = workspace, holdings, authorization
        self._application = holdings.application_of(authorization)
        self._account = holdings.account_of(authorization)
        self._members = members_of(holdings, self._application, self._account)

    def compose(self) -> ComposeResult:
        columns = [self._column(number, member) for number, member in enumerate(self._members)]
        title, name = "Merged account", self._account.merged_name or self._account.label
        if self._account.kind is Kind.VENDOR:
            title, name = "Vendor groups", self._application.label
        yield from page(
            Static(Content(self._explained()), id="explained"),
            Horizontal(*columns, id="columns"),
            subject=Content.styled(f"{title}  ", "bold $text-primary") + Content(name),
        )

    def _column(self, number: int, member: Member) -> Vertical:
        has_begun = member.authorization is not None
        words = "Steps" if has_begun else "Authorize it"
        column = Vertical(
            Static(self._words(member), name=str(number), classes="words"),
            Button(words, name=str(number), variant="default" if has_begun else "primary"),
            classes="member" if has_begun else "member -missing",
        )
        column.border_title = Content(member.title)
        return column

    def on_mount(self) -> None:
        self.query(Button).first().focus()
        self.set_interval(1, self._tick)

    def _explained(self) -> str:
        if self._account.kind is Kind.VENDOR:
            return (
                "One application can act for several vendor groups. Each refresh token follows the group of whoever "
                "was signed in when it was made."
            )
        merged = f"{self._application.label} has one Authorize app button and one refresh token for each region."
        if not self._account.merged_name:
            merged = f"{self._account.label} is not noted as merged. If it is, authorize the next region. {merged}"
        else:
            merged = f"{merged} A refresh token works in its own region alone, for all its marketplaces."
        is_far_east = any(each.account and each.account.region is Region.FE for each in self._members)
        return f"{merged} {FACTS['far-east'].text}" if is_far_east else merged

    def _words(self, member: Member) -> Content:
        account, authorization, now = member.account, member.authorization, self._workspace.clock.now()
        if account is None:
            return Content.styled("not here yet", "bold $text-primary")
        where = " ".join(account.marketplaces) or account.region.name
        label = Content.styled(account.label, "bold") + Content(f"\n{where}")
        if authorization is None:
            return label + Content("\n") + Content.styled("not authorized for this application", "$text-primary")
        life, step = authorization.access_token, next_step(authorization)
        lines = [label, LOOKS[status_of(authorization, now)].words()]
        if life is not None:
            lines[-1] += Content.styled(f"  {clock_face(life.remaining(now))}", "bold")
        current = authorization.current_refresh_token
        if current is not None:
            words = f"refresh token {current.fingerprint}, stored {age_words(current.created_at, now)}"
            lines.append(Content.styled(words, "$dim"))
        if step is not None:
            lines.append(Content(f"step {STEPS.index(step) + 1} of {len(STEPS)}: {step.title}"))
        return Content("\n").join(lines)

    def _tick(self) -> None:
        for shown in self.query(".words").results(Static):
            shown.update(self._words(self._members[int(shown.name or 0)]))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self._go_on(self._members[int(event.button.name or 0)])

    def action_next_one(self) -> None:
        """Continue with the first missing region, or with another group."""
        missing = [each for each in self._members if each.authorization is None]
        self._go_on(missing[0] if missing else None)

    def _go_on(self, member: Member | None) -> None:
        if member is not None and member.authorization is not None:
            self.app.post_message(ChecklistRequested(member.authorization.id))
        elif member is not None and member.account is not None:
            self.app.post_message(AnotherRequested(self._application.id, None))
        else:
            merged_with = None if self._account.kind is Kind.VENDOR else self._account.id
            if member is None and merged_with is not None:
                self.notify("Every region is here already.", markup=False, timeout=4)
                return
            self.app.post_message(AnotherRequested(self._application.id, merged_with))
        self.dismiss(None)
