"""The vault's file and its companion files: permissions, the gate, replacement, copies, backups."""
