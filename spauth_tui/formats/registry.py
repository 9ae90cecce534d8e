"""The forms that are known, in the order in which a file's content is tried: the most telling first."""

from spauth_tui.domain.errors.input import FileNotUnderstood
from spauth_tui.formats import (
    airbyte,
    amazon_mcp,
    amazon_sp_api_node,
    amzn_sp_api,
    bizon,
    dotenv,
    own_json,
    postman,
    python_amazon_sp_api,
    python_amazon_sp_api_yaml,
)
from spauth_tui.formats.draft import FileFormat

_ALL: tuple[FileFormat, ...] = (
    own_json.FORMAT,
    postman.FORMAT,
    airbyte.FORMAT,
    amzn_sp_api.FORMAT,
    python_amazon_sp_api_yaml.FORMAT,
    amazon_sp_api_node.FORMAT,
    amazon_mcp.FORMAT,
    python_amazon_sp_api.FORMAT,
    bizon.FORMAT,
    dotenv.FORMAT,
)
FORMATS: dict[str, FileFormat] = {each.key: each for each in _ALL}
MOST_FOREIGN = 1_048_576
"""Characters that a file may have which this program did not write: a thousand accounts take fewer."""


def refuse_too_long(text: str) -> None:
    """Raise `FileNotUnderstood` for a text that would be read for minutes and cannot be credentials alone."""
    if len(text) > MOST_FOREIGN and not own_json.FORMAT.recognises(text):
        raise FileNotUnderstood(
            "The file is far too long to hold credentials: more than 1 MiB, and no export of spauth-tui.",
            "Name the right file.",
        )


def detect(text: str) -> FileFormat:
    """Return the form that a text is in, by its content; raises `FileNotUnderstood`."""
    found = next((each for each in FORMATS.values() if each.recognises(text)), None)
    if found is None:
        raise FileNotUnderstood
    return found
