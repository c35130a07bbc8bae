"""What files form: which of them count as deliverables, and which belong to another."""
