"""The scrolling board of panes: only as many real panes as fit the window, rebound on scrolling."""

from collections.abc import Collection
from datetime import datetime

from textual import events
from textual.containers import ScrollableContainer
from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget
from textual.widgets import Static

from spauth_tui.domain.model.appearance import PaneStyle
from spauth_tui.domain.model.authorization import AuthorizationId
from spauth_tui.domain.views.order import Group
from spauth_tui.ui.dashboard.application_heading import ApplicationHeading
from spauth_tui.ui.dashboard.geometry import BoardGeometry
from spauth_tui.ui.dashboard.pane import AuthorizationPane
from spauth_tui.ui.dashboard.pane_text import Shown
from spauth_tui.ui.dashboard.roster import Roster


class BoardLayout(Layout):
    """Places bound panes and headings by the geometry; the spacer sets the scrollable height."""

    name = "board"

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        """Return the position of each bound pane and heading."""
        assert isinstance(parent, Board)
        geometry = parent.geometry_for(size.width)
        placements: ArrangeResult = []
        for child in children:
            if isinstance(child, AuthorizationPane) and 0 <= child.index < geometry.pane_count:
                region = geometry.pane_region(child.index)
            elif isinstance(child, ApplicationHeading) and 0 <= child.group < len(geometry.headings):
                region = geometry.headings[child.group]
            elif isinstance(child, Static):
                region = Region(0, max(0, geometry.height - 1), 1, 1)
            else:
                continue
            placements.append(WidgetPlacement(region, NULL_OFFSET, NULL_SPACING, child))
        return placements


class Board(ScrollableContainer, can_focus=False, inherit_bindings=False):
    """Shows any number of authorizations with only as many panes as fit the window."""

    DEFAULT_CSS = """
    Board { height: 1fr; overflow-x: hidden; overflow-y: auto; scrollbar-gutter: stable; padding: 0 0 0 1; }
    Board > Static { visibility: hidden; }
    """

    def __init__(self, roster: Roster, now: datetime) -> None:
        self._spacer = Static()
        super().__init__(self._spacer)
        self._roster = roster
        self._now = now
        self.groups: tuple[Group, ...] = ()
        self.order: tuple[AuthorizationId, ...] = ()
        """What is shown, from the top."""
        self.cursor: AuthorizationId | None = None
        """The authorization that keys act on; None if none is shown."""
        self.is_headed = False
        """Whether headings name the applications."""
        self.pane_style = PaneStyle.COMFORTABLE
        self._index_of: dict[AuthorizationId, int] = {}
        self._geometry = BoardGeometry((), 1, headings=False)
        self.styles.set_rule("layout", BoardLayout())  # assigning `layout` accepts only Textual's own

    async def set_pane_style(self, style: PaneStyle) -> None:
        """Show panes of another style, keeping the cursor in view."""
        if style is self.pane_style:
            return
        self.pane_style = style
        await self.remove_children(AuthorizationPane)
        self.arrange_groups(self.groups)
        if self.cursor is not None:
            self.go_to(self.cursor)

    @property
    def panes(self) -> list[AuthorizationPane]:
        """All panes, bound or spare."""
        return list(self.query_children(AuthorizationPane))

    def geometry_for(self, width: int) -> BoardGeometry:
        """Return the geometry of what is shown for a width."""
        if self._geometry.width != max(1, width):
            self._geometry = BoardGeometry(self._geometry.sizes, width, headings=self.is_headed, style=self.pane_style)
        return self._geometry

    def arrange_groups(self, groups: tuple[Group, ...], *, from_the_top: bool = False) -> None:
        """Show these groups. The cursor stays on its authorization if that is still shown, unless `from_the_top`."""
        self.groups = groups
        self.order = tuple(member for group in groups for member in group.members)
        self._index_of = {member: index for index, member in enumerate(self.order)}
        self.is_headed = any(group.application for group in groups)
        sizes = [len(group.members) for group in groups]
        self._geometry = BoardGeometry(sizes, self._geometry.width, headings=self.is_headed, style=self.pane_style)
        if from_the_top or self.cursor not in self._index_of:
            self.cursor = self.order[0] if self.order else None
            self.scroll_to(y=0, animate=False, immediate=True)
        self.bind_panes()

    def update_many(self, authorization_ids: Collection[AuthorizationId]) -> None:
        """Redraw those in view after the roster changed."""
        for pane in self.panes:
            if pane.index >= 0 and pane.authorization_id in authorization_ids:
                pane.show(pane.index, self._shown(pane.authorization_id), self._now)
        self._bind_headings()

    def tick(self, now: datetime) -> None:
        """Update every visible countdown."""
        self._now = now
        for pane in self.panes:
            if pane.index >= 0:
                pane.tick(now)

    def move(self, where: str) -> None:
        """Move the cursor: up, down, left, right, page_up, page_down, home, end."""
        if self.cursor is None:
            return
        index, last, geometry = self._index_of[self.cursor], len(self.order) - 1, self._geometry
        page = max(1, self.size.height // geometry.pane_height)
        aside = {"left": max(0, index - 1), "right": min(last, index + 1), "home": 0, "end": last}
        if where in aside:
            index = aside[where]
        else:
            for _ in range(page if where.startswith("page") else 1):
                index = geometry.step(index, -1 if where.endswith("up") else 1)
        self.go_to(self.order[index])

    def go_to(self, authorization_id: AuthorizationId) -> None:
        """Put the cursor on an authorization, scroll to it and focus its pane."""
        if authorization_id not in self._index_of:
            return
        self.cursor = authorization_id
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

    def focus_cursor(self) -> None:
        """Focus the pane under the cursor."""
        for pane in self.panes:
            if pane.index >= 0 and pane.authorization_id == self.cursor:
                self.screen.set_focus(pane, scroll_visible=False)

    def bind_panes(self) -> None:
        """Bind panes to what is in view, and one to the cursor even out of view; mount more if the window grew."""
        if not self.size:
            return
        top, height = self.scroll_offset.y, self.size.height
        wanted = self._geometry.panes_between(top, top + height)
        if self.cursor is not None and (index := self._index_of[self.cursor]) not in wanted:
            wanted.append(index)
        self._bind_headings()
        unbound = {self.order[index]: index for index in wanted}
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
                fresh.append(AuthorizationPane(index, shown, self._now, self.pane_style))
        for pane in spare:
            pane.index = -1
        if fresh:
            self.mount(*fresh)
        # Textual cannot know what moved here: it arranges only around the widget that requests it.
        self._spacer.refresh(layout=True)

    def _bind_headings(self) -> None:
        top = self.scroll_offset.y
        wanted = self._geometry.headings_between(top, top + self.size.height) if self.is_headed else []
        headings = list(self.query_children(ApplicationHeading))
        fresh = [ApplicationHeading() for _ in wanted[len(headings) :]]
        for heading in headings[len(wanted) :]:
            heading.group = -1
        for heading, number in zip((*headings, *fresh), wanted, strict=False):
            application, members = self.groups[number].application, self.groups[number].members
            assert application is not None
            used = self._roster.holdings.slots_used(application.id)
            heading.show(number, application, used, self._now, empty=not members)
        if fresh:
            self.mount(*fresh)

    def _shown(self, authorization_id: AuthorizationId) -> Shown:
        roster, holdings = self._roster, self._roster.holdings
        authorization = roster.authorizations[authorization_id]
        return Shown(
            authorization,
            holdings.account_of(authorization),
            holdings.application_of(authorization),
            authorization_id in roster.refreshing,
            roster.problems.get(authorization_id),
            not self.is_headed,
            authorization_id in roster.watched,
            authorization_id in roster.marked,
        )

    def on_resize(self) -> None:
        self.geometry_for(self.scrollable_content_region.width)
        self.bind_panes()
        self.call_after_refresh(self._take_lost_focus)

    def _take_lost_focus(self) -> None:
        """Focus the pane under the cursor if what had the focus is hidden, as an empty vault's buttons are."""
        if self.screen.focused not in self.screen.focus_chain:
            self.focus_cursor()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.bind_panes()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Follow the focus, so that a click moves the cursor."""
        if isinstance(event.widget, AuthorizationPane) and event.widget.index >= 0:
            self.cursor = event.widget.authorization_id
