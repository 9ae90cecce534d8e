"""The scrolling plane of panes: real panes, but only as many as fit the window; scrolling binds them again."""

from collections.abc import Collection
from datetime import datetime

from textual.containers import ScrollableContainer
from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from spauth_tui.domain.model.appearance import PaneStyle
from spauth_tui.domain.model.authorization import AuthorizationId
from spauth_tui.domain.views.order import Group
from spauth_tui.ui.dashboard.application_heading import ApplicationHeading
from spauth_tui.ui.dashboard.geometry import BoardGeometry
from spauth_tui.ui.dashboard.pane import AuthorizationPane
from spauth_tui.ui.dashboard.pane_text import Shown
from spauth_tui.ui.dashboard.store import Roster


class BoardLayout(Layout):
    """Places what is bound where the geometry says; the spacer sets the scrollable height."""

    name = "board"

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        """Return a place for each bound pane and heading."""
        assert isinstance(parent, Board)
        geometry = parent.geometry_for(size.width)
        placements: ArrangeResult = []
        for child in children:
            if isinstance(child, AuthorizationPane) and 0 <= child.index < geometry.pane_count:
                region = geometry.pane_region(child.index)
            elif isinstance(child, ApplicationHeading) and 0 <= child.group < len(geometry.sizes):
                region = geometry.heading_region(child.group)
            elif isinstance(child, Static):
                region = Region(0, max(0, geometry.height - 1), 1, 1)
            else:
                continue
            placements.append(WidgetPlacement(region, NULL_OFFSET, NULL_SPACING, child))
        return placements


class Board(ScrollableContainer, can_focus=False, inherit_bindings=False):
    """Shows any number of authorizations with as many panes as the window holds."""

    DEFAULT_CSS = """
    Board { height: 1fr; overflow-x: hidden; overflow-y: auto; scrollbar-gutter: stable; padding: 0 0 0 1; }
    Board > Static { visibility: hidden; }
    """

    class CursorMoved(Message):
        """Another authorization is the one that keys act on."""

    def __init__(self, roster: Roster, now: datetime) -> None:
        self._spacer = Static()
        super().__init__(self._spacer)
        self._roster = roster
        self._now = now
        self._groups: tuple[Group, ...] = ()
        self._order: tuple[AuthorizationId, ...] = ()
        self._index_of: dict[AuthorizationId, int] = {}
        self._geometry = BoardGeometry((), 1, headings=False)
        self._headed = False
        self._style = PaneStyle.COMFORTABLE
        self._cursor: AuthorizationId | None = None
        self.styles.set_rule("layout", BoardLayout())  # what assigns it, as a stylesheet, knows Textual's own alone

    @property
    def cursor(self) -> AuthorizationId | None:
        """The authorization that keys act on; None if none is shown."""
        return self._cursor

    @property
    def order(self) -> tuple[AuthorizationId, ...]:
        """What is shown, from the top."""
        return self._order

    @property
    def groups(self) -> tuple[Group, ...]:
        """What is shown, in groups, from the top."""
        return self._groups

    @property
    def is_headed(self) -> bool:
        """Whether headings name the applications."""
        return self._headed

    @property
    def pane_style(self) -> PaneStyle:
        """How panes look."""
        return self._style

    async def set_pane_style(self, style: PaneStyle) -> None:
        """Show panes of another style, from where the cursor is."""
        if style is self._style:
            return
        self._style = style
        await self.remove_children(AuthorizationPane)
        self.arrange_groups(self._groups)
        if self._cursor is not None:
            self.go_to(self._cursor)

    @property
    def panes(self) -> list[AuthorizationPane]:
        """The panes there are, bound or spare."""
        return list(self.query_children(AuthorizationPane))

    def geometry_for(self, width: int) -> BoardGeometry:
        """Return the geometry of what is shown, at a width."""
        if self._geometry.width != max(1, width):
            self._geometry = BoardGeometry(self._geometry.sizes, width, headings=self._headed, style=self._style)
        return self._geometry

    def arrange_groups(self, groups: tuple[Group, ...], *, from_the_top: bool = False) -> None:
        """Show these groups. The cursor stays on its authorization where that is still shown, if it may."""
        self._groups = groups
        self._order = tuple(member for group in groups for member in group.members)
        self._index_of = {member: index for index, member in enumerate(self._order)}
        self._headed = any(group.application for group in groups)
        sizes = [len(group.members) for group in groups]
        self._geometry = BoardGeometry(sizes, self._geometry.width, headings=self._headed, style=self._style)
        if from_the_top or self._cursor not in self._index_of:
            self._cursor = self._order[0] if self._order else None
            self.scroll_to(y=0, animate=False, immediate=True)
        self.bind_panes()
        self.post_message(self.CursorMoved())

    def update_one(self, authorization_id: AuthorizationId) -> None:
        """Show one authorization anew after the roster changed, if it is in view."""
        self.update_many((authorization_id,))

    def update_many(self, authorization_ids: Collection[AuthorizationId]) -> None:
        """Show those of them anew that are in view, after the roster changed."""
        for pane in self.panes:
            if pane.index >= 0 and pane.authorization_id in authorization_ids:
                pane.show(pane.index, self._shown(pane.authorization_id), self._now)
        self._bind_headings()

    def tick(self, now: datetime) -> None:
        """Move every visible countdown on."""
        self._now = now
        for pane in self.panes:
            if pane.index >= 0:
                pane.tick(now)

    def move(self, steps: str) -> None:
        """Move the cursor: up, down, left, right, page_up, page_down, home, end."""
        if self._cursor is None:
            return
        index = self._index_of[self._cursor]
        geometry, last = self._geometry, len(self._order) - 1
        page = max(1, self.size.height // geometry.pane_height)
        target = index
        match steps:
            case "left":
                target = max(0, index - 1)
            case "right":
                target = min(last, index + 1)
            case "up":
                target = geometry.above(index)
            case "down":
                target = geometry.below(index)
            case "page_up" | "page_down":
                for _ in range(page):
                    target = geometry.above(target) if steps == "page_up" else geometry.below(target)
            case "home":
                target = 0
            case "end":
                target = last
        self.go_to(self._order[target])

    def go_to(self, authorization_id: AuthorizationId) -> None:
        """Put the cursor on an authorization, scroll to it and focus its pane."""
        if authorization_id not in self._index_of:
            return
        self._cursor = authorization_id
        index = self._index_of[authorization_id]
        region = self._geometry.pane_region(index)
        top, bottom = region.y, region.bottom
        if index < self._geometry.columns:
            top = 0
        view_top, height = self.scroll_offset.y, self.size.height
        if top < view_top:
            self.scroll_to(y=top, animate=False, immediate=True)
        elif bottom > view_top + height:
            self.scroll_to(y=bottom - height, animate=False, immediate=True)
        self.bind_panes()
        self.focus_cursor()
        self.post_message(self.CursorMoved())

    def focus_cursor(self) -> None:
        """Give the focus to the pane of the cursor."""
        for pane in self.panes:
            if pane.index >= 0 and pane.authorization_id == self._cursor:
                self.screen.set_focus(pane, scroll_visible=False)

    def bind_panes(self) -> None:
        """Bind panes to what is in view, and one to the cursor wherever it is; mount more if the window grew."""
        if not self.size:
            return
        top, height = self.scroll_offset.y, self.size.height
        wanted = self._geometry.panes_between(top, top + height)
        if self._cursor is not None and (index := self._index_of[self._cursor]) not in wanted:
            wanted.append(index)
        self._bind_headings()
        unbound = {self._order[index]: index for index in wanted}
        spare: list[AuthorizationPane] = []
        for pane in self.panes:
            index_or_none = unbound.pop(pane.authorization_id, None)
            if index_or_none is None:
                spare.append(pane)
            else:
                pane.show(index_or_none, self._shown(pane.authorization_id), self._now)
        fresh: list[Widget] = []
        for authorization_id, index in unbound.items():
            shown = self._shown(authorization_id)
            if spare:
                spare.pop().show(index, shown, self._now)
            else:
                fresh.append(AuthorizationPane(index, shown, self._now, self._style))
        for pane in spare:
            pane.index = -1
        if fresh:
            self.mount(*fresh)
        # What moved here, Textual cannot know: it arranges only what is around the one that says so.
        self._spacer.refresh(layout=True)

    def _bind_headings(self) -> None:
        if not self._headed:
            for heading in self.query_children(ApplicationHeading):
                heading.group = -1
            return
        top = self.scroll_offset.y
        wanted = list(self._geometry.groups_between(top, top + self.size.height))
        headings = list(self.query_children(ApplicationHeading))
        fresh = [ApplicationHeading() for _ in range(len(wanted) - len(headings))]
        for heading, group in zip([*headings, *fresh], [*wanted, *([-1] * len(headings))], strict=False):
            application = self._groups[group].application if group >= 0 else None
            if application is None:
                heading.group = -1
                continue
            empty = not self._groups[group].members
            heading.show(group, application, self._roster.slots[application.id], self._now, empty=empty)
        if fresh:
            self.mount(*fresh)

    def _shown(self, authorization_id: AuthorizationId) -> Shown:
        roster = self._roster
        authorization = roster.authorizations[authorization_id]
        return Shown(
            authorization,
            roster.account(authorization),
            roster.application(authorization),
            authorization_id in roster.refreshing,
            roster.problems.get(authorization_id),
            not self._headed,
            authorization_id in roster.watched,
            authorization_id in roster.marked,
        )

    def on_resize(self) -> None:
        """Fit the pool to the window."""
        self.geometry_for(self.scrollable_content_region.width)
        self.bind_panes()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Bind the panes to what came into view."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.bind_panes()

    def on_authorization_pane_entered(self, event: AuthorizationPane.Entered) -> None:
        """Follow the focus, so that a click moves the cursor."""
        event.stop()
        if event.pane.index >= 0 and self._cursor != event.pane.authorization_id:
            self._cursor = event.pane.authorization_id
            self.post_message(self.CursorMoved())
