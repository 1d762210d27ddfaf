"""What the translation desk's screen shows, as plain data."""
