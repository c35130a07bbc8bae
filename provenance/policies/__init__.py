"""Packaged policy profiles: data, no code."""
