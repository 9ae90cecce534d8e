"""Where the vault lies unless the person says otherwise."""

from pathlib import Path

from spauth_tui.domain.errors import ConfigurationRefused

MAX_PATH = 4000


def vault_path(given: str | None) -> Path:
    """Return the vault's path: the one given by flag or environment, or the data directory's.

    Raises `ConfigurationRefused` for what cannot be a file's path.
    """
    if given is None:
        from platformdirs import user_data_path

        return user_data_path("spauth-tui", appauthor=False) / "personal.vault"
    if not given.strip() or "\x00" in given or len(given) > MAX_PATH:
        raise ConfigurationRefused("The vault's path is empty, too long or holds a NUL.", "Name a file.")
    try:
        path = Path(given).expanduser().absolute()
        is_directory = path.is_dir()
    except (OSError, RuntimeError, ValueError):
        raise ConfigurationRefused("The vault's path cannot be used.", "Name a file.") from None
    if is_directory:
        raise ConfigurationRefused("The vault's path is a directory.", "Name a file in it, such as personal.vault.")
    return path
