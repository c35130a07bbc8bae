"""Render the one report model; never print."""
