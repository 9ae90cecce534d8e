"""Every state in which a power cut can leave the files while a vault is replaced or migrated, and what opens then."""
