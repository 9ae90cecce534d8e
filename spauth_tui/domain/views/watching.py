"""Notices when a watched access token is about to expire."""

from collections.abc import Iterable
from datetime import datetime

from spauth_tui.domain.model.authorization import Authorization, AuthorizationId
from spauth_tui.domain.text.counting import counted
from spauth_tui.domain.views.status import Status, token_status

_NOTICED = (Status.EXPIRING_SOON, Status.EXPIRED)


class Watch:
    """Remembers the state of watched tokens at the last look."""

    def __init__(self) -> None:
        self._stood: dict[AuthorizationId, Status] = {}

    def look(self, watched: Iterable[Authorization], now: datetime) -> str:
        """Say, without names, which are about to expire or have expired since the last look; empty if none."""
        stands = {each.id: token_status(each, now) for each in watched}
        new = [now_so for key, now_so in stands.items() if self._stood.get(key, now_so) is not now_so]
        self._stood = stands
        soon, over = (new.count(status) for status in _NOTICED)
        words = []
        if over:
            words.append(f"{counted(over, 'watched access token')} expired")
        if soon:
            words.append(f"{counted(soon, 'watched access token')} will expire within 15 minutes")
        return f"{', '.join(words)}." if words else ""
