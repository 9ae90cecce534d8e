"""The settings: flags override the environment, which overrides config.toml, which overrides defaults."""

import errno
import os
import stat
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from spauth_tui.adapters.amazon.loopback import accept_loopback
from spauth_tui.adapters.config.appearance_parts import APPEARANCE_KEYS, appearance_in
from spauth_tui.adapters.system.passphrase_source import BY_COMMAND, BY_FD, ENVIRONMENT_NAME, passphrase_from
from spauth_tui.adapters.system.regular_file import NotPlain, TooLong, read_named
from spauth_tui.domain.amazon.token_endpoint import TOKEN_ADDRESS
from spauth_tui.domain.errors.input import ConfigurationDistrusted, ConfigurationRefused
from spauth_tui.domain.model.appearance import Appearance, ReadAppearance
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.clean import clean
from spauth_tui.domain.text.nearest import meant, nearest
from spauth_tui.domain.text.pasting import command

CLIPBOARD_NAME = "SPAUTH_CLIPBOARD_COMMAND"
CONFIG_NAME = "SPAUTH_CONFIG"
KEYS = ("vault", "lwa_url", "passphrase_command", "clipboard_command")
"""The settings of config.toml besides the appearance; each is a text."""
MOST_BYTES = 65_536
_MOST_DOTS = 200
"""In a line; a key of thousands of parts takes tomllib very long, and tomlkit fails on fewer."""


class Flags(NamedTuple):
    """The flags of the command line."""

    vault: str | None = None
    lwa_url: str | None = None
    passphrase_fd: int | None = None
    passphrase_command: str | None = None


class Settings:
    """The settings in effect. Each raises `ConfigurationRefused` if it is not valid."""

    def __init__(
        self, flags: Flags | None = None, environment: Mapping[str, str] | None = None, *, reads_file: bool = True
    ) -> None:
        self._flags = flags or Flags()
        self._reads_file = reads_file
        self._distrust: tuple[str, str] | None = None
        """Why somebody else could have written config.toml, once it has been read."""
        self._environment = dict(os.environ if environment is None else environment)

    @cached_property
    def config_file(self) -> Path:
        """Where config.toml is or would be."""
        return config_path(self._environment.get(CONFIG_NAME))

    @cached_property
    def environment(self) -> Mapping[str, str]:
        """The environment, with config.toml's clipboard command unless the environment has one."""
        command = self._configured.get("clipboard_command", "")
        if command and not self._environment.get(CLIPBOARD_NAME, "").strip():
            return {**self._environment, CLIPBOARD_NAME: command}
        return self._environment

    def vault(self) -> Path:
        """Return the vault's path."""
        return vault_path(self._first(self._flags.vault, "SPAUTH_VAULT", "vault"))

    def token_address(self) -> str:
        """Return where tokens are exchanged: Login with Amazon, or a simulator on loopback."""
        given = self._first(self._flags.lwa_url, "SPAUTH_LWA_URL", "lwa_url")
        return accept_loopback(given) if given else TOKEN_ADDRESS

    def passphrase(self) -> Secret | None:
        """Return the passphrase from where a flag, the environment or config.toml says, read again each time."""
        configured = self._configured.get("passphrase_command", "")
        environment = self._environment
        if configured and self._flags.passphrase_fd is None and not environment.get(ENVIRONMENT_NAME, "").strip():
            environment = {**environment, ENVIRONMENT_NAME: configured}
        return passphrase_from(self._flags.passphrase_fd, self._flags.passphrase_command, environment)

    def passphrase_source(self) -> str:
        """Return what `passphrase` reads, as a person knows it."""
        if self._flags.passphrase_fd is not None:
            return BY_FD
        if self._flags.passphrase_command is not None:
            return BY_COMMAND
        return ENVIRONMENT_NAME if self._environment.get(ENVIRONMENT_NAME, "").strip() else "config.toml"

    def _first(self, flag: str | None, name: str, key: str) -> str | None:
        if flag is not None:
            return flag
        return self._environment.get(name) or self._configured.get(key)

    def without_file(self) -> "Settings":
        """Return the settings without config.toml, for what must work when that is broken."""
        return Settings(self._flags, self._environment, reads_file=False)

    def appearance(self) -> ReadAppearance:
        """Return the appearance. Never raises: an unreadable file is reported too."""
        try:
            held = self._held
        except ConfigurationRefused as problem:
            return ReadAppearance(Appearance(), (str(problem),))
        read = appearance_in(held)
        unknown = tuple(
            _unknown_words(key) for key in held if key not in (*KEYS, *APPEARANCE_KEYS) and _is_about_appearance(key)
        )
        return ReadAppearance(read.appearance, unknown + read.wrong)

    @cached_property
    def _configured(self) -> Mapping[str, str]:
        held = self._held
        for key, value in held.items():
            if key in KEYS:
                if not isinstance(value, str):
                    raise ConfigurationRefused(f"{key} in config.toml is not a text.", "Write it in quotes.")
            elif not _is_about_appearance(key):
                raise ConfigurationRefused(
                    _unknown_words(key), f"The settings are: {', '.join((*KEYS, *APPEARANCE_KEYS))}."
                )
        configured = {key: value for key, value in held.items() if key in KEYS}
        if configured and self._distrust is not None:
            why, remedy = self._distrust
            raise ConfigurationDistrusted(f"{', '.join(configured)} in config.toml ignored: {why}.", remedy)
        return configured

    @cached_property
    def _held(self) -> Mapping[str, Any]:
        if not self._reads_file:
            return {}
        named = self._environment.get(CONFIG_NAME)
        if named == os.devnull:
            # The usual way to mean none.
            return {}
        try:
            held = read_named(self.config_file, MOST_BYTES)
        except FileNotFoundError:
            if named:
                raise ConfigurationRefused(
                    f"{CONFIG_NAME} names a file that does not exist.", "Correct it, or unset it."
                ) from None
            return {}
        except OSError as error:
            raise unreadable(error) from None
        self._distrust = _why_distrusted(self.config_file, held.status)
        return parsed(held.content)


def unreadable(error: OSError) -> ConfigurationRefused:
    """Translate an error raised while reading config.toml."""
    if isinstance(error, NotPlain):
        return ConfigurationRefused("config.toml is not a regular file.", "Put a regular file there, or name another.")
    if isinstance(error, TooLong):
        return ConfigurationRefused("config.toml is far too long.", "Name the right file.")
    return ConfigurationRefused("config.toml cannot be read.", "Check its permissions.")


def parsed(text: bytes) -> Mapping[str, Any]:
    """Return the content of a config.toml; raises `ConfigurationRefused`."""
    import tomllib

    if any(line.count(b".") > _MOST_DOTS and not line.lstrip().startswith(b"#") for line in text.splitlines()):
        raise ConfigurationRefused("config.toml has a line with far too many dots.", "Correct that line.")
    try:
        return tomllib.loads(text.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ConfigurationRefused("config.toml is not UTF-8.", "Write it as UTF-8 text.") from None
    except (ValueError, RecursionError) as error:
        # The message names a line and a column, but not their content.
        where = clean(str(error), 120) if isinstance(error, tomllib.TOMLDecodeError) else ""
        raise ConfigurationRefused(f"config.toml is not valid TOML. {where}".strip(), "Correct that line.") from None


def _is_about_appearance(key: str) -> bool:
    """Return whether a key belongs to the appearance, or probably should: a typo there must not lock anyone out."""
    return key in APPEARANCE_KEYS or nearest(key, (*KEYS, *APPEARANCE_KEYS)) in APPEARANCE_KEYS


def _unknown_words(key: str) -> str:
    return f"config.toml has {clean(key, 40)}, which is not a setting.{meant(key, (*KEYS, *APPEARANCE_KEYS))}"


def _why_distrusted(path: Path, status: os.stat_result) -> tuple[str, str] | None:
    """Return why somebody else could have written a file with this `status`, and what to do; None if only we could."""
    if not hasattr(os, "getuid"):
        return None
    if not _is_ours(status):
        return "other users can write to config.toml", f"See who owns it, then: {command('chmod', 'go-w', path.name)}"
    if not stat.S_ISREG(status.st_mode):
        # A pipe has no directory.
        return None
    for directory in dict.fromkeys((path.parent, path.resolve().parent)):
        if not _is_ours(directory.stat()):
            words = "other users can write to the directory of config.toml"
            return words, f"See who owns {directory}, then run chmod go-w on it."
    return None


def _is_ours(status: os.stat_result) -> bool:
    return status.st_uid in {0, os.getuid()} and not status.st_mode & 0o022


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
