"""Data files: the only place that knows TOML."""
