"""amazon-sp-api for Node: its credentials file, which holds the application alone.

Refresh token and region are given in code there. A line with more than one `=` is ignored by it.
"""

from collections.abc import Sequence

from spauth_tui.domain.errors.input import NotExportable
from spauth_tui.domain.model.secret import Secret
from spauth_tui.formats import values
from spauth_tui.formats.draft import Draft
from spauth_tui.formats.env_lines import EnvLines, Names


class _Unquoted(EnvLines):
    def fits(self, text: str) -> bool:
        """Say whether its name for the client id stands there."""
        held = _lines(text)
        # With a refresh token beside them the lines are some other form: this one would leave it out.
        return self.names.client_id[0] in held and not any("REFRESH_TOKEN" in name.upper() for name in held)

    def read(self, text: str) -> tuple[Draft, ...]:
        """Read it as amazon-sp-api does: no quotes, no comments, and only lines with one equals sign."""
        held = _lines(text)
        client_id = held.get(self.names.client_id[0], "")
        if not client_id:
            raise values.missing(self.names.client_id[0], self.title)
        return (Draft(client_id, values.secret(held.get(self.names.client_secret[0]))),)

    def write(self, drafts: Sequence[Draft]) -> Secret:
        """Write the lines without quotes, as it reads them."""
        texts = self.texts(values.only(drafts, self.title))
        for name, text in texts.items():
            if "=" in text:
                raise NotExportable(
                    f"The value of {name} holds an equals sign, and amazon-sp-api ignores such lines.",
                    "Hand it over in the environment: spauth-tui exec NAME --sdk amazon-sp-api.",
                )
        return Secret("".join(f"{name}={text}\n" for name, text in texts.items()))


def _lines(text: str) -> dict[str, str]:
    parts = (line.split("=") for line in text.removeprefix("\ufeff").split("\n"))
    return {each[0].strip(): each[1].strip() for each in parts if len(each) == 2}


FORMAT = _Unquoted(
    "amazon-sp-api",
    "amazon-sp-api for Node",
    "~/.amzspapi/credentials",
    Names(("SELLING_PARTNER_APP_CLIENT_ID",), ("SELLING_PARTNER_APP_CLIENT_SECRET",)),
)
