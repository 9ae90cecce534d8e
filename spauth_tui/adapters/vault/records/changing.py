"""Changes records that several windows may change at once: only the columns that differ are written.

Each function runs inside one transaction of the caller, so the change builds on what is read here.
"""

from typing import Any, cast

from spauth_tui.adapters.vault.records import reading, rows
from spauth_tui.domain.model.preferences import Preferences
from spauth_tui.domain.vault.merging import differing, merged
from spauth_tui.services.ports.vault import Changed


def change(connection: Any, shown: Changed, wanted: Changed) -> Changed:
    """Write the columns that change; return the record; raises `ChangedMeanwhile`."""
    if isinstance(shown, Preferences):
        chosen: Any = merged(reading.preferences(connection), shown, wanted)
        connection.execute(
            "INSERT OR REPLACE INTO meta VALUES ('preferences', ?)", (rows.preferences_text(chosen).encode(),)
        )
        return cast("Changed", chosen)
    current = reading.one(connection, type(shown), shown.id)
    together: Changed = merged(current, shown, wanted)
    if together != current:
        values = {name: rows.cell(value) for name, value in differing(current, together).items()}
        columns = ", ".join(f"{name} = ?" for name in values)
        connection.execute(
            f"UPDATE {reading.SOURCES[type(shown)].table} SET {columns} WHERE id = ?", (*values.values(), shown.id)
        )
    return together
