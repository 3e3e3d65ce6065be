"""What changed across the library since a date, and what relied on it."""
