"""config.toml, flags and the environment."""
