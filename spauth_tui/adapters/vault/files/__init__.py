"""The vault's file and what lies beside it: permissions, the gate, replacement, copies, backups."""
