"""Records on disk: append-only events with a hash chain, current state as tables."""
