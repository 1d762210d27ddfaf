"""One person, one name."""
