"""Themes: a TOML file becomes a Theme."""
