"""Where an asset stands: what counts, what is needed, what is covered. Pure decisions."""
