"""Every kind of failure that there is, wherever it is defined."""

import inspect
import pkgutil
from importlib import import_module

import spauth_tui.domain.errors
import spauth_tui.services
from spauth_tui.domain.errors import SpauthError

for _package in (spauth_tui.domain.errors, spauth_tui.services):
    for _module in pkgutil.walk_packages(_package.__path__, f"{_package.__name__}."):
        import_module(_module.name)


def every_error(kind: type[SpauthError] = SpauthError) -> list[type[SpauthError]]:
    """Return a kind and all below it."""
    return [kind, *(each for child in kind.__subclasses__() for each in every_error(child))]


def one_of(kind: type[SpauthError]) -> SpauthError:
    """Return one as it is by default."""
    wanted = [each for each in inspect.signature(kind).parameters.values() if each.default is each.empty]
    return kind(*("error" for _ in wanted))
