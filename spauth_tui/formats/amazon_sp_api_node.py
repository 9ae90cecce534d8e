"""amazon-sp-api for Node: its credentials file, which contains only the application.

Refresh token and region are given in code there. It ignores lines with more than one `=`.
"""

from collections.abc import Sequence

from spauth_tui.domain.errors.input import NotExportable
from spauth_tui.domain.model.secret import Secret
from spauth_tui.formats import values
from spauth_tui.formats.draft import Draft
from spauth_tui.formats.env_lines import EnvLines, Names


class _Unquoted(EnvLines):
    def write(self, drafts: Sequence[Draft]) -> Secret:
        """Write the lines without quotes, as the client reads them."""
        texts = self.texts(values.only(drafts, self.title))
        for name, text in texts.items():
            if "=" in text:
                raise NotExportable(
                    f"The value of {name} holds an equals sign, and amazon-sp-api ignores such lines.",
                    "Hand it over in the environment: spauth-tui exec NAME --sdk amazon-sp-api.",
                )
        return Secret("".join(f"{name}={text}\n" for name, text in texts.items()))


FORMAT = _Unquoted(
    "amazon-sp-api",
    "amazon-sp-api for Node",
    "~/.amzspapi/credentials",
    Names("SELLING_PARTNER_APP_CLIENT_ID", "SELLING_PARTNER_APP_CLIENT_SECRET"),
)
