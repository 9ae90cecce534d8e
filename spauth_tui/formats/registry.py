"""The named formats, for writing. Reading needs none: see `formats.reading`."""

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
