"""Triage before work starts: a planned use in, the way out. Pure."""
