"""How often SP-API may be called: documented rates, as buckets that refill."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from spauth_tui.domain.errors.selling_partner import SellingPartnerApiError
from spauth_tui.domain.model.application import Kind
from spauth_tui.domain.text.time import span_words


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` calls at once, then `per_second` of them. Source: the usage plan in each operation's model."""

    per_second: float
    burst: int

    @property
    def pause(self) -> timedelta:
        """How long until one more call is allowed."""
        return timedelta(seconds=1 / self.per_second)


SELLER_TEST = Rate(0.016, 15)  # getMarketplaceParticipations
VENDOR_TEST = Rate(10, 10)  # getPurchaseOrders
ROTATION = Rate(0.0167, 1)  # rotateApplicationClientSecret
RESTRICTED = Rate(1, 10)  # createRestrictedDataToken


@dataclass(frozen=True, slots=True)
class Call:
    """A call that was made; `emptied` if SP-API said that the rate was exceeded."""

    at: datetime
    emptied: bool = False


def rate_of_test(kind: Kind) -> Rate:
    """Return the rate of the test call."""
    return SELLER_TEST if kind is Kind.SELLER else VENDOR_TEST


def wait_for_next(rate: Rate, calls: Iterable[Call], now: datetime) -> timedelta:
    """Return how long to wait before the next call; zero if it is allowed now."""
    left, seen = float(rate.burst), None
    for call in sorted(calls, key=lambda each: each.at):
        if call.at > now:
            continue
        if seen is not None:
            left = min(rate.burst, left + (call.at - seen).total_seconds() * rate.per_second)
        seen = call.at
        left = 0.0 if call.emptied else max(0.0, left - 1)
    if seen is not None:
        left = min(rate.burst, left + (now - seen).total_seconds() * rate.per_second)
    return timedelta(0) if left >= 1 - 1e-6 else timedelta(seconds=(1 - left) / rate.per_second)


def refuse_too_soon(wait: timedelta) -> None:
    """Raise `SellingPartnerApiError` if a call has to wait."""
    if wait:
        raise SellingPartnerApiError(
            f"Amazon's documented rate allows the next call in {span_words(wait)}.",
            "Nothing was sent: try again then.",
            wait=wait,
        )
