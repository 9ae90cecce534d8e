"""Takes out of the environment what could write keys or screens to disk. Imported before anything else."""

from collections.abc import MutableMapping

_KEPT = frozenset({"TEXTUAL_THEME", "TEXTUAL_ANIMATIONS", "TEXTUAL_FPS", "TEXTUAL_COLOR_SYSTEM"})


def scrub(environment: MutableMapping[str, str]) -> None:
    """Remove every `TEXTUAL*` name but the harmless ones, and `SSLKEYLOGFILE`.

    `TEXTUAL_LOG` and the devtools record keys, `TEXTUAL_SCREENSHOT*` screens, `SSLKEYLOGFILE` the keys of TLS.
    """
    for name in list(environment):
        if (name.startswith("TEXTUAL") and name not in _KEPT) or name == "SSLKEYLOGFILE":
            del environment[name]
