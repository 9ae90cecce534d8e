"""Screens about the vault: first run, unlocking, backups, log, settings."""
