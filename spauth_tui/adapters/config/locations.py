"""Where the vault and config.toml are by default."""

import errno
from pathlib import Path

from spauth_tui.domain.errors.input import ConfigurationRefused

MAX_PATH = 4000


def vault_path(given: str | None) -> Path:
    """Return the vault's path, as given or in the data directory; raises `ConfigurationRefused`."""
    if given is None:
        from platformdirs import user_data_path

        return user_data_path("spauth-tui", appauthor=False) / "personal.vault"
    return _accepted(given, "The vault's path", "personal.vault")


def config_path(given: str | None) -> Path:
    """Return the path of config.toml, as given or in the config directory; raises `ConfigurationRefused`."""
    if not given:
        from platformdirs import user_config_path

        return user_config_path("spauth-tui", appauthor=False) / "config.toml"
    return _accepted(given, "The path in SPAUTH_CONFIG", "config.toml")


def _accepted(given: str, what: str, example: str) -> Path:
    if not given.strip() or "\x00" in given or len(given) > MAX_PATH:
        raise ConfigurationRefused(f"{what} is empty, too long or contains a NUL.", "Name a file.")
    try:
        path = Path(given).expanduser().absolute()
        is_directory = path.is_dir()
    except (OSError, RuntimeError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
            raise ConfigurationRefused(f"{what} contains a name that is too long.", "Choose a shorter one.") from None
        raise ConfigurationRefused(f"{what} is not valid.", "Name a file.") from None
    if is_directory:
        raise ConfigurationRefused(f"{what} is a directory.", f"Name a file in it, such as {example}.")
    return path
