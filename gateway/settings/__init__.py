"""Settings: one TOML file, read once, frozen and typed. An unknown key, a wrong type or a missing value refuses the start."""
