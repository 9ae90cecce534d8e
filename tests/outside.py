"""An outer world given part by part; fulfils `services.workspace.Outside`."""

from dataclasses import dataclass, field

from spauth_tui.services.ports.amazon import RetryingEndpoint, SellingPartnerApi
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.system import Browser, Clipboard, NewFiles


@dataclass(frozen=True, slots=True)
class Outside:
    clock: Clock
    endpoint: RetryingEndpoint
    selling_partner_api: SellingPartnerApi
    clipboard: Clipboard
    browser: Browser
    files: NewFiles
    sent: list[str] = field(default_factory=list)

    def reached(self, endpoint: str) -> str:
        return endpoint

    def forget_sent(self) -> None:
        self.sent.clear()
