"""The three SP-API regions and their six endpoints, the only hosts that ever get an access token."""

from enum import Enum


class Environment(Enum):
    """Production, or Amazon's sandbox; their tokens are not interchangeable."""

    PRODUCTION = "production"
    SANDBOX = "sandbox"


class Region(Enum):
    """A selling region. Source: SP-API developer documentation, "SP-API Endpoints"."""

    NA = "North America"
    EU = "Europe"
    FE = "Far East"

    def endpoint(self, environment: Environment) -> str:
        """Return the SP-API endpoint, an https origin without a trailing slash."""
        prefix = "sandbox." if environment is Environment.SANDBOX else ""
        return f"https://{prefix}sellingpartnerapi-{self.name.lower()}.amazon.com"


def at_simulator(endpoint: str, origin: str) -> str:
    """Return where a simulator at `origin` answers for an endpoint: its host becomes the first part of the path."""
    return f"{origin}/{endpoint.removeprefix('https://')}"
