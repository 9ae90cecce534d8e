"""The vault itself: unlocking, passphrases, backups, recovery, the log."""
