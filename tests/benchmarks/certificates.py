"""A certificate authority for an afternoon, which every client here is told to trust through the usual variables."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Certificates:
    """The server's certificate with its key, and the environment in which clients trust it."""

    server: Path
    environment: Mapping[str, str]


def certificates(directory: Path) -> Certificates | None:
    """Make them; None where trustme is not installed."""
    if find_spec("trustme") is None:
        return None
    import trustme

    authority, server = directory / "authority.pem", directory / "server.pem"
    made = trustme.CA()
    made.cert_pem.write_to_path(str(authority))
    made.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(server))
    return Certificates(server, {"SSL_CERT_FILE": str(authority), "REQUESTS_CA_BUNDLE": str(authority)})
