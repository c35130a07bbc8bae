"""What of a file must never change: one module per way of getting at it."""
