"""Keys and keymaps as data."""
