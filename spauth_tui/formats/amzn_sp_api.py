"""Amazon's own amzn-sp-api: a snippet of Python that creates an `SPAPIConfig`. What is read is never run."""

from collections.abc import Sequence

from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.errors.input import NotExportable
from spauth_tui.domain.model.secret import Secret
from spauth_tui.formats import values
from spauth_tui.formats.draft import Draft, FileFormat

_CALL, _SANDBOX = "SPAPIConfig", "SANDBOX"


class _Snippet(FileFormat):
    key = "amzn-sp-api"
    title = "Amazon's amzn-sp-api (Python)"
    place = "a Python file"
    container = "Python"

    def write(self, drafts: Sequence[Draft]) -> Secret:
        """Write a snippet for one account."""
        draft = values.only(drafts, self.title)
        sandbox = draft.environment is Environment.SANDBOX
        if sandbox and draft.region not in (None, Region.NA):
            raise NotExportable(f"{self.title} knows no sandbox but North America's.", "Choose another form.")
        lines = {
            "client_id": draft.client_id,
            "client_secret": values.needed(draft.client_secret, "client secret"),
            "refresh_token": values.needed(draft.refresh_token, "refresh token"),
            # It supports only the North American sandbox.
            "region": _SANDBOX if sandbox else (draft.region or Region.NA).name,
        }
        inner = "".join(f"    {name}={value!r},\n" for name, value in lines.items())
        return Secret(f"from spapi import {_CALL}\n\nconfig = {_CALL}(\n{inner})\n")


FORMAT = _Snippet()
