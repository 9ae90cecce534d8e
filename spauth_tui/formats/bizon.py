"""The environment of @sp-api-sdk/auth."""

from spauth_tui.formats.env_lines import EnvLines, Names, parsed


class _Alone(EnvLines):
    def fits(self, text: str) -> bool:
        """Say whether its three names stand there, and no other of SP-API: those are some other client's."""
        own = {*self.names.client_id, *self.names.client_secret, *self.names.refresh_token}
        present = set(parsed(text)) if all(each in text for each in own) else set[str]()
        foreign = {each for each in present if each.startswith(("SP_API_", "SPAPI_", "LWA_"))} - own
        return own <= present and not foreign


FORMAT = _Alone(
    "sp-api-sdk", "@sp-api-sdk/auth", ".env", Names(("LWA_CLIENT_ID",), ("LWA_CLIENT_SECRET",), ("LWA_REFRESH_TOKEN",))
)
