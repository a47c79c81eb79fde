"""One frozen Settings, read from TOML and the environment."""
