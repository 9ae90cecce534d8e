"""The operating system: files, programs, keyring, browser, clock, terminal."""
