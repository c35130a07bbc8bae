"""What blocks mean: one module per evidence family, each yields signals."""
