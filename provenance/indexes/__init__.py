"""Records by what they name, so that each asset meets its own candidates only. Pure."""
