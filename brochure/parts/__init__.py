"""What products are made of: pure functions on plain values."""
